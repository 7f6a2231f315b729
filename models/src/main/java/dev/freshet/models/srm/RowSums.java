package dev.freshet.models.srm;

import dev.freshet.models.rows.Row;
import dev.freshet.models.srm.feature.SrmTable;
import java.util.Arrays;

/**
 * The sums of rows that one batch uses, each formed once and copied to all of its places; their
 * gradients are added up in the same way before they go back to the rows. A sum is the first-order
 * weights, the fixed components, and the embeddings, side by side.
 *
 * <p>A batch calls {@link #use} for every use, then {@link #gather}, {@link #copy} for each input,
 * {@link #collect} for each input's gradient, and {@link #scatter}.
 */
final class RowSums {

  private final int fixed;
  private final int embedding;

  /** Components of a sum. */
  private final int width;

  private RowSum[] used = new RowSum[1024];
  private int size;

  /** [size, width] */
  private float[] values = {};

  /** [size, width] */
  private float[] gradients = {};

  /**
   * @param fixed components that are not learned
   * @param embedding components of the embedding of a row
   */
  RowSums(int fixed, int embedding) {
    this.fixed = fixed;
    this.embedding = embedding;
    this.width = SrmTable.HEADS + fixed + embedding;
  }

  /** Begins the next batch. */
  void clear() {
    for (int i = 0; i < size; i++) {
      used[i].slot = RowSum.NONE;
    }
    Arrays.fill(used, 0, size, null);
    size = 0;
  }

  /**
   * Counts one use, which is a sight of each of its rows.
   *
   * @param at event time of the use, in epoch milliseconds
   * @return its slot in this batch
   */
  int use(RowSum sum, long at) {
    if (sum.slot == RowSum.NONE) {
      if (size == used.length) {
        used = Arrays.copyOf(used, 2 * size);
      }
      used[size] = sum;
      sum.slot = size++;
      sum.uses = 0;
      sum.usedAt = at;
    }
    sum.uses++;
    sum.usedAt = Math.max(sum.usedAt, at);
    return sum.slot;
  }

  /** Forms the sums, once all uses of the batch have been counted. */
  void gather() {
    if (values.length < size * width) {
      values = new float[2 * size * width];
      gradients = new float[2 * size * width];
    }
    Arrays.fill(values, 0, size * width, 0);
    Arrays.fill(gradients, 0, size * width, 0);
    for (int i = 0; i < size; i++) {
      for (Row row : used[i].rows) {
        row.table().see(row, used[i].uses, used[i].usedAt);
      }
    }
    for (int i = 0; i < size; i++) {
      int at = i * width;
      if (fixed > 0) {
        FusedHalf.add(used[i].fixed, fixed, values, at + SrmTable.HEADS);
      }
      for (Row row : used[i].rows) {
        if (row.admitted()) {
          add(row.values(), 0, values, at, SrmTable.HEADS);
          add(row.values(), SrmTable.HEADS, values, at + SrmTable.HEADS + fixed, embedding);
        }
      }
    }
  }

  /**
   * Adds the components {@code [from, from + count)} of the sums to an input.
   *
   * @param slots of the sum at each place of the input; {@link RowSum#NONE} for none
   * @param input [slots.length, count]
   */
  void copy(int[] slots, int from, int count, float[] input) {
    for (int place = 0; place * count < input.length; place++) {
      if (slots[place] != RowSum.NONE) {
        add(values, slots[place] * width + from, input, place * count, count);
      }
    }
  }

  /** Takes back the gradient of an input that {@link #copy} has filled. */
  void collect(int[] slots, int from, int count, float[] gradient) {
    for (int place = 0; place * count < gradient.length; place++) {
      if (slots[place] != RowSum.NONE) {
        add(gradient, place * count, gradients, slots[place] * width + from, count);
      }
    }
  }

  /** Adds the gradient of each sum to its rows. */
  void scatter() {
    for (int i = 0; i < size; i++) {
      int at = i * width;
      for (Row row : used[i].rows) {
        if (row.admitted()) {
          add(gradients, at, row.gradient(), 0, SrmTable.HEADS);
          add(gradients, at + SrmTable.HEADS + fixed, row.gradient(), SrmTable.HEADS, embedding);
        }
      }
    }
  }

  private static void add(float[] from, int at, float[] to, int toAt, int count) {
    for (int j = 0; j < count; j++) {
      to[toAt + j] += from[at + j];
    }
  }
}

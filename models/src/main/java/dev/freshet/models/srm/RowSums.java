package dev.freshet.models.srm;

import dev.freshet.models.rows.Row;
import java.util.Arrays;

/**
 * The sums of rows that one batch uses, each formed once and copied to all of its places; their
 * gradients are added up in the same way before they go back to the rows. A sum is that of the
 * rows, then the fixed components.
 *
 * <p>A batch calls {@link #use} for every use, then {@link #gather}, {@link #add} for each input,
 * {@link #collect} for each input's gradient, and {@link #scatter}.
 */
final class RowSums {

  /** Components of a row. */
  private final int learned;

  /** Components that stand behind them. */
  private final int fixed;

  private RowSum[] used = {};
  private int size;

  /**
   * [used.length][learned + fixed]: an array each, since the compiler adds arrays at equal indices
   * fastest.
   */
  private float[][] values = {};

  /** [used.length][learned + fixed] */
  private float[][] gradients = {};

  /**
   * @param learned components of a row
   * @param fixed components that are not learned
   */
  RowSums(int learned, int fixed) {
    this.learned = learned;
    this.fixed = fixed;
  }

  /** Begins the next batch. */
  void clear() {
    for (int i = 0; i < size; i++) {
      used[i].slot = RowSum.NONE;
      Arrays.fill(values[i], 0);
      Arrays.fill(gradients[i], 0);
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
        grow();
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

  private void grow() {
    int room = Math.max(64, 2 * size);
    used = Arrays.copyOf(used, room);
    values = Arrays.copyOf(values, room);
    gradients = Arrays.copyOf(gradients, room);
    for (int i = size; i < room; i++) {
      values[i] = new float[learned + fixed];
      gradients[i] = new float[learned + fixed];
    }
  }

  /** Forms the sums, once all uses of the batch have been counted. */
  void gather() {
    for (int i = 0; i < size; i++) {
      for (Row row : used[i].rows) {
        row.table().see(row, used[i].uses, used[i].usedAt);
      }
    }
    for (int i = 0; i < size; i++) {
      RowSum sum = used[i];
      for (int k = 0; k < sum.rows.length; k++) {
        Row row = sum.rows[k];
        add(row.values(), values[i], row.values().length);
        sum.gradients[k] = row.gradient();
      }
      if (fixed > 0) {
        FusedHalf.add(sum.fixed, fixed, values[i], learned);
      }
    }
  }

  /**
   * Adds the components {@code [from, from + count)} of the sums to an input.
   *
   * @param slots of the sum at each place of the input; {@link RowSum#NONE} for none
   * @param input [places, count]
   */
  void add(int[] slots, int from, int count, float[] input) {
    for (int place = 0; place * count < input.length; place++) {
      if (slots[place] != RowSum.NONE) {
        float[] sum = values[slots[place]];
        int at = place * count;
        for (int j = 0; j < count; j++) {
          input[at + j] += sum[from + j];
        }
      }
    }
  }

  /**
   * Takes back the gradient of an input that {@link #add} has filled.
   *
   * @param inputGradient [places, count]
   */
  void collect(int[] slots, int from, int count, float[] inputGradient) {
    for (int place = 0; place * count < inputGradient.length; place++) {
      if (slots[place] != RowSum.NONE) {
        float[] gradient = gradients[slots[place]];
        int at = place * count;
        for (int j = 0; j < count; j++) {
          gradient[from + j] += inputGradient[at + j];
        }
      }
    }
  }

  /** Adds the gradient of each sum to its rows. */
  void scatter() {
    for (int i = 0; i < size; i++) {
      for (float[] gradient : used[i].gradients) {
        add(gradients[i], gradient, gradient.length);
      }
    }
  }

  /** Of a row that is not admitted {@code count} is 0. */
  private static void add(float[] from, float[] to, int count) {
    for (int j = 0; j < count; j++) {
      to[j] += from[j];
    }
  }
}

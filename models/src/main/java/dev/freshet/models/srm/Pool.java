package dev.freshet.models.srm;

import dev.freshet.models.rows.Row;
import java.util.Arrays;

/**
 * Which rows of a batch are summed into which place of one input, so that the gradient of the input
 * can go back the same way.
 */
final class Pool {
  private Row[] rows = new Row[1024];
  private int[] places = new int[1024];
  private int size;

  void clear() {
    Arrays.fill(rows, 0, size, null);
    size = 0;
  }

  /** Adds a use: {@code row} is part of the sum at {@code place}. */
  void add(Row row, int place) {
    if (size == rows.length) {
      rows = Arrays.copyOf(rows, 2 * size);
      places = Arrays.copyOf(places, 2 * size);
    }
    rows[size] = row;
    places[size++] = place;
  }

  /** Adds the components {@code [from, from + width)} of each row to its place of the input. */
  void gather(float[] input, int from, int width) {
    for (int i = 0; i < size; i++) {
      float[] values = rows[i].values();
      if (values.length == 0) {
        continue;
      }
      int at = places[i] * width;
      for (int j = 0; j < width; j++) {
        input[at + j] += values[from + j];
      }
    }
  }

  /** Adds the gradient of each place to the components {@code [from, from + width)} of its rows. */
  void scatter(float[] inputGradient, int from, int width) {
    for (int i = 0; i < size; i++) {
      float[] gradient = rows[i].gradient();
      if (gradient.length == 0) {
        continue;
      }
      int at = places[i] * width;
      for (int j = 0; j < width; j++) {
        gradient[from + j] += inputGradient[at + j];
      }
    }
  }
}

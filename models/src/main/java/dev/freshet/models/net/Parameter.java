package dev.freshet.models.net;

import java.util.Arrays;

/**
 * One dense parameter of a network, outside any engine, so that it can be saved bit by bit.
 *
 * @param name unique within the network
 * @param values row by row; changed in place as it learns
 */
@SuppressWarnings("ArrayRecordComponent") // the values are the parameter
public record Parameter(String name, float[] values, long... shape) {

  public Parameter {
    long size = 1;
    for (long axis : shape) {
      size *= axis;
    }
    if (size != values.length) {
      throw new IllegalArgumentException(
          "%s: %d values for the shape %s".formatted(name, values.length, Arrays.toString(shape)));
    }
  }

  /** This matrix with the rows {@code [from, to)} set to 0. */
  public Parameter withZeroRows(int from, int to) {
    int columns = values.length / (int) shape[0];
    Arrays.fill(values, from * columns, to * columns, 0);
    return this;
  }

  /** A parameter of the same name and shape with these values, which it keeps. */
  public Parameter withValues(float[] other) {
    return new Parameter(name, other, shape);
  }
}

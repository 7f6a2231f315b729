package dev.freshet.models.net;

import java.util.Arrays;
import java.util.SplittableRandom;

/** Draws the initial values of dense parameters, in the order they are asked for. */
public final class Initialiser {
  private final SplittableRandom random;

  /**
   * @param seed of every value drawn
   */
  public Initialiser(long seed) {
    random = new SplittableRandom(seed);
  }

  /** All of one value, [size]. */
  public Parameter constant(String name, float value, int size) {
    float[] values = new float[size];
    Arrays.fill(values, value);
    return new Parameter(name, values, size);
  }

  /** Uniform in ±{@code bound}, [rows, columns]. */
  public Parameter uniform(String name, float bound, int rows, int columns) {
    float[] values = new float[rows * columns];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) ((2 * random.nextDouble() - 1) * bound);
    }
    return new Parameter(name, values, rows, columns);
  }

  /**
   * [rows, columns], uniform in ±√(6 / (rows + columns)); Glorot and Bengio, AISTATS 2010, eq. 16.
   */
  public Parameter glorot(String name, int rows, int columns) {
    return uniform(name, (float) Math.sqrt(6.0 / (rows + columns)), rows, columns);
  }
}

package dev.freshet.models.rows;

/**
 * Adagrad with a constant in the denominator: {@code n += g²; w -= rate · g / (smoothing + √n)}.
 *
 * <p>Duchi, Hazan and Singer, "Adaptive Subgradient Methods for Online Learning and Stochastic
 * Optimization", JMLR 2011; the form of the denominator is that of McMahan et al., "Ad Click
 * Prediction: a View from the Trenches", KDD 2013.
 *
 * @param rate learning rate; positive
 * @param smoothing keeps the first steps small; positive
 */
public record Adagrad(float rate, float smoothing) {

  public Adagrad {
    if (!(rate > 0)) {
      throw new IllegalArgumentException("rate must be positive: " + rate);
    }
    if (!(smoothing > 0)) {
      throw new IllegalArgumentException("smoothing must be positive: " + smoothing);
    }
  }

  /** Whether every component is a number that a step can be taken on. */
  static boolean finite(float[] gradient) {
    for (float g : gradient) {
      if (!Float.isFinite(g * g)) {
        return false;
      }
    }
    return true;
  }

  /**
   * Takes one step on the components {@code [from, to)}.
   *
   * @param squares sums of squared gradients, changed with the values
   */
  public void step(float[] values, float[] squares, float[] gradient, int from, int to) {
    for (int i = from; i < to; i++) {
      float g = gradient[i];
      float n = squares[i] + g * g;
      squares[i] = n;
      values[i] -= rate * g / (smoothing + (float) Math.sqrt(n));
    }
  }
}

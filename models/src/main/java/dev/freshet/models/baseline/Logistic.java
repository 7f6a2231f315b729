package dev.freshet.models.baseline;

/** The logistic function and its inverse, the same bits on every machine. */
final class Logistic {

  private Logistic() {}

  /** {@code 1 / (1 + e^-logit)}. */
  static double probability(double logit) {
    return 1 / (1 + StrictMath.exp(-logit));
  }

  /** {@code ln(p / (1 - p))} of a probability strictly between 0 and 1. */
  static double logit(double probability) {
    return StrictMath.log(probability / (1 - probability));
  }
}

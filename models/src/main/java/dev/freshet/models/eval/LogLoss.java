package dev.freshet.models.eval;

/**
 * Mean negative log likelihood of the labels, natural logarithm.
 *
 * <p>{@code -1/n Σ (y ln p + (1 - y) ln(1 - p))}.
 */
public final class LogLoss {

  /** Probabilities count as at least this far from 0 and 1, so that one example stays finite. */
  public static final double CLIP = 1e-6;

  private LogLoss() {}

  /**
   * The log loss of {@code n} examples.
   *
   * @param probabilities [n]
   * @param positive [n]
   * @return a value of at least 0; NaN without examples, or when a score lies outside [0, 1] and so
   *     is no probability
   */
  public static double of(float[] probabilities, boolean[] positive) {
    Auc.requireSameLength(probabilities, positive);
    double sum = 0;
    for (int i = 0; i < probabilities.length; i++) {
      sum += ofOne(probabilities[i], positive[i]);
    }
    return sum / probabilities.length;
  }

  /** The loss of one example; NaN where the score is no probability. */
  static double ofOne(float probability, boolean positive) {
    if (!(probability >= 0 && probability <= 1)) {
      return Double.NaN;
    }
    double ofLabel = positive ? probability : 1.0 - probability;
    return -Math.log(Math.max(CLIP, Math.min(1 - CLIP, ofLabel)));
  }
}

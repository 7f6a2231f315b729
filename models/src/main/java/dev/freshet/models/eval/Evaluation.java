package dev.freshet.models.eval;

/**
 * How good a model's scores of a set of examples are.
 *
 * @param examples number of examples
 * @param auc {@link Auc}; NaN while the examples are of one class
 * @param gauc {@link Gauc}; NaN while no user has both classes
 * @param logLoss {@link LogLoss}; NaN without examples or where scores are no probabilities
 */
public record Evaluation(long examples, double auc, double gauc, double logLoss) {

  /**
   * The evaluation of {@code n} examples.
   *
   * @param users [n], a number from 0 for each user, best without gaps
   * @param scores [n], none NaN
   * @param positive [n]
   */
  public static Evaluation of(int[] users, float[] scores, boolean[] positive) {
    return new Evaluation(
        scores.length,
        Auc.of(scores, positive),
        Gauc.of(users, scores, positive),
        LogLoss.of(scores, positive));
  }
}

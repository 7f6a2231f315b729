package dev.freshet.models.language.text;

import java.util.Arrays;
import java.util.List;

/**
 * Probabilities of answers among each other.
 *
 * @param probabilities in the order of the labels; their sum is 1
 * @param exact false if a server did not tell the probability of some label, for which its upper
 *     bound stands
 */
public record LabelScores(List<Double> probabilities, boolean exact) {

  public LabelScores {
    probabilities = List.copyOf(probabilities);
  }

  /** Of logarithms of probabilities or logits. */
  public static LabelScores ofLogits(double[] logits, boolean exact) {
    double greatest = Double.NEGATIVE_INFINITY;
    for (double logit : logits) {
      greatest = Math.max(greatest, logit);
    }
    double sum = 0;
    for (double logit : logits) {
      sum += Math.exp(logit - greatest);
    }
    double shift = greatest + Math.log(sum);
    return new LabelScores(
        Arrays.stream(logits).mapToObj(each -> Math.exp(each - shift)).toList(), exact);
  }
}

package dev.freshet.models.language.local;

import dev.freshet.models.language.text.Sampling;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Draws tokens. The same logits give the same tokens for the same seed. Not thread-safe. */
final class Sampler {
  private final Sampling sampling;
  private final SplittableRandom random;

  Sampler(Sampling sampling) {
    this.sampling = sampling;
    random = new SplittableRandom(sampling.seed());
  }

  /** The next token of these logits. */
  int next(float[] logits) {
    int best = 0;
    for (int i = 1; i < logits.length; i++) {
      if (logits[i] > logits[best]) {
        best = i;
      }
    }
    if (sampling.temperature() == 0) {
      return best;
    }
    double[] weights = new double[logits.length];
    double sum = 0;
    for (int i = 0; i < weights.length; i++) {
      weights[i] = Math.exp((logits[i] - logits[best]) / sampling.temperature());
      sum += weights[i];
    }
    return sampling.topP() < 1 ? fromNucleus(weights, sum) : draw(weights, sum);
  }

  private int draw(double[] weights, double sum) {
    double rest = random.nextDouble() * sum;
    int last = 0;
    for (int i = 0; i < weights.length; i++) {
      if (weights[i] > 0) {
        last = i;
        rest -= weights[i];
        if (rest < 0) {
          return i;
        }
      }
    }
    return last; // of rounding
  }

  /** Draws from the fewest tokens whose weights reach the share. */
  private int fromNucleus(double[] weights, double sum) {
    // a token below this cannot be among them: all others together would not reach the share
    double least = (1 - sampling.topP()) * sum / weights.length;
    Integer[] order =
        IntStream.range(0, weights.length)
            .filter(i -> weights[i] >= least)
            .boxed()
            .sorted((a, b) -> Double.compare(weights[b], weights[a]))
            .toArray(Integer[]::new);
    double share = 0;
    int count = 0;
    while (count < order.length && share < sampling.topP() * sum) {
      share += weights[order[count++]];
    }
    double rest = random.nextDouble() * share;
    for (int i = 0; i < count; i++) {
      rest -= weights[order[i]];
      if (rest < 0) {
        return order[i];
      }
    }
    return order[count - 1];
  }
}

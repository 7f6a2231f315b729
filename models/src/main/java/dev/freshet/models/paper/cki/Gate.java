package dev.freshet.models.paper.cki;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * How much each parent's matrix counts by its information content.
 *
 * <p>For two parents {@code g = (a/π) arctan(c (H_i - H_j)) + 1/2}, and {@code 1 - g} for the
 * other. For {@code K}, the mean of a parent's gates against each other one, divided by {@code K/2}
 * so that all sum to 1.
 */
final class Gate {

  private Gate() {}

  /** The gate of the first of two parents. */
  static double of(double entropy, double otherEntropy, CkiConfig config) {
    return config.spread() / Math.PI * Math.atan(config.steepness() * (entropy - otherEntropy))
        + 0.5;
  }

  /**
   * The gates of all parents; they sum to 1.
   *
   * @param entropies [K]
   * @return [K]
   */
  static double[] of(double[] entropies, CkiConfig config) {
    int parents = entropies.length;
    double[] gates = new double[parents];
    for (int i = 0; i < parents; i++) {
      for (int j = 0; j < parents; j++) {
        if (i != j) {
          gates[i] += of(entropies[i], entropies[j], config);
        }
      }
      gates[i] *= 2.0 / (parents * (parents - 1.0));
    }
    return gates;
  }

  /**
   * Share of resamples of the entries in which the gate leans to the same parent as on all entries;
   * near .5 where the difference of entropies is noise.
   */
  static double stability(float[] one, float[] other, int bins, int resamples, long seed) {
    boolean first = HistogramEntropy.of(one, bins) > HistogramEntropy.of(other, bins);
    SplittableRandom random = new SplittableRandom(seed);
    float[] ones = new float[one.length];
    float[] others = new float[other.length];
    int agree = 0;
    for (int resample = 0; resample < resamples; resample++) {
      for (int i = 0; i < ones.length; i++) {
        int drawn = random.nextInt(one.length);
        ones[i] = one[drawn];
        others[i] = other[drawn];
      }
      if (HistogramEntropy.of(ones, bins) > HistogramEntropy.of(others, bins) == first) {
        agree++;
      }
    }
    return (double) agree / resamples;
  }

  /** The gates of parents that count alike. */
  static double[] equal(int parents) {
    double[] gates = new double[parents];
    Arrays.fill(gates, 1.0 / parents);
    return gates;
  }
}

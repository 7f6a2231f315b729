package dev.freshet.models.eval;

import java.util.Arrays;

/**
 * Area under the ROC curve: the chance that a positive has a higher score than a negative, a tie
 * counting half.
 *
 * <p>{@code AUC = Σ_{p,n} ([s_p > s_n] + [s_p = s_n] / 2) / (P N)}.
 *
 * <p>Hanley and McNeil, "The meaning and use of the area under a ROC curve", Radiology 1982.
 */
public final class Auc {

  private Auc() {}

  /**
   * The AUC of {@code n} examples, in O(n log n).
   *
   * @param scores [n], none NaN
   * @param positive [n]
   * @return a value in [0, 1]; NaN when the examples are of one class
   */
  public static double of(float[] scores, boolean[] positive) {
    requireSameLength(scores, positive);
    long[] keys = new long[scores.length];
    for (int i = 0; i < keys.length; i++) {
      keys[i] = key(scores[i], positive[i]);
    }
    Arrays.sort(keys);
    return ofSorted(keys, 0, keys.length);
  }

  static void requireSameLength(float[] scores, boolean[] positive) {
    if (scores.length != positive.length) {
      throw new IllegalArgumentException(
          "%d scores for %d labels".formatted(scores.length, positive.length));
    }
  }

  /** Score and label in one number that sorts by score: the score's bits above, the label below. */
  static long key(float score, boolean positive) {
    if (Float.isNaN(score)) {
      throw new IllegalArgumentException("a score must be a number");
    }
    int bits = Float.floatToIntBits(score + 0.0f); // -0 and 0 are a tie
    long ordered = bits ^ ((bits >> 31) & 0x7fff_ffff);
    return ordered << 1 | (positive ? 1 : 0);
  }

  /** The AUC of the keys in {@code [from, to)}, which are sorted. */
  static double ofSorted(long[] keys, int from, int to) {
    long positives = 0;
    long negatives = 0;
    long doubledWins = 0;
    int i = from;
    while (i < to) {
      long score = keys[i] >> 1;
      long tiedPositives = 0;
      long tiedNegatives = 0;
      for (; i < to && keys[i] >> 1 == score; i++) {
        if ((keys[i] & 1) == 1) {
          tiedPositives++;
        } else {
          tiedNegatives++;
        }
      }
      doubledWins += tiedPositives * (2 * negatives + tiedNegatives);
      positives += tiedPositives;
      negatives += tiedNegatives;
    }
    return positives == 0 || negatives == 0
        ? Double.NaN
        : doubledWins / 2.0 / ((double) positives * negatives);
  }
}

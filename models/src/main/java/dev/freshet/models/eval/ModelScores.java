package dev.freshet.models.eval;

import java.util.Arrays;

/** What of a model's scores stays the same in every resample of its users. */
final class ModelScores {

  private static final int POSITIVE = 1;
  private static final int LAST_OF_TIE = 2;

  /** [n], by score: the example's user, and below it two bits: last of its tie, positive. */
  private final int[] ordered;

  private final double[] aucOfUser;
  private final int[] impressionsOfUser;
  private final double[] lossOfUser;

  ModelScores(int[] users, float[] scores, boolean[] positive) {
    Gauc.PerUser perUser = Gauc.perUser(users, scores, positive);
    aucOfUser = perUser.auc();
    impressionsOfUser = perUser.impressions();
    lossOfUser = new double[aucOfUser.length];
    for (int i = 0; i < users.length; i++) {
      lossOfUser[users[i]] += LogLoss.ofOne(scores[i], positive[i]);
    }
    ordered = ordered(users, scores, positive);
  }

  int userCount() {
    return aucOfUser.length;
  }

  /** AUC when each user counts so many times. */
  double auc(int[] times) {
    long positives = 0;
    long negatives = 0;
    long tiedPositives = 0;
    long tiedNegatives = 0;
    double doubledWins = 0;
    for (int example : ordered) {
      int weight = times[example >>> 2];
      if ((example & POSITIVE) != 0) {
        tiedPositives += weight;
      } else {
        tiedNegatives += weight;
      }
      if ((example & LAST_OF_TIE) != 0) {
        doubledWins += (double) tiedPositives * (2 * negatives + tiedNegatives);
        positives += tiedPositives;
        negatives += tiedNegatives;
        tiedPositives = 0;
        tiedNegatives = 0;
      }
    }
    return positives == 0 || negatives == 0
        ? Double.NaN
        : doubledWins / 2 / ((double) positives * negatives);
  }

  /** GAUC when each user counts so many times. */
  double gauc(int[] times) {
    double sum = 0;
    double weights = 0;
    for (int user = 0; user < times.length; user++) {
      if (!Double.isNaN(aucOfUser[user])) {
        double weight = (double) times[user] * impressionsOfUser[user];
        sum += weight * aucOfUser[user];
        weights += weight;
      }
    }
    return weights == 0 ? Double.NaN : sum / weights;
  }

  /** Log loss when each user counts so many times. */
  double logLoss(int[] times) {
    double sum = 0;
    double examples = 0;
    for (int user = 0; user < times.length; user++) {
      sum += times[user] * lossOfUser[user];
      examples += (double) times[user] * impressionsOfUser[user];
    }
    return sum / examples;
  }

  private static int[] ordered(int[] users, float[] scores, boolean[] positive) {
    // the score's ordered bits above, the example's index below
    long[] keys = new long[users.length];
    for (int i = 0; i < keys.length; i++) {
      keys[i] = (Auc.key(scores[i], false) >> 1) << 32 | i;
    }
    Arrays.sort(keys);
    int[] ordered = new int[keys.length];
    for (int rank = 0; rank < keys.length; rank++) {
      int example = (int) keys[rank];
      boolean last = rank + 1 == keys.length || keys[rank + 1] >> 32 != keys[rank] >> 32;
      ordered[rank] =
          users[example] << 2 | (last ? LAST_OF_TIE : 0) | (positive[example] ? POSITIVE : 0);
    }
    return ordered;
  }
}

package dev.freshet.models.eval;

import java.util.Arrays;

/**
 * User-grouped AUC: the mean of the AUC within each user, weighted by the user's impressions, over
 * the users who have both positives and negatives.
 *
 * <p>{@code GAUC = Σ_u n_u AUC_u / Σ_u n_u}.
 *
 * <p>Zhu et al., "Optimized Cost per Click in Taobao Display Advertising", KDD 2017.
 */
public final class Gauc {

  private Gauc() {}

  /**
   * The GAUC of {@code n} examples.
   *
   * @param users [n], a number from 0 for each user, best without gaps
   * @param scores [n], none NaN
   * @param positive [n]
   * @return a value in [0, 1]; NaN when no user has both classes
   */
  public static double of(int[] users, float[] scores, boolean[] positive) {
    PerUser perUser = perUser(users, scores, positive);
    double sum = 0;
    double weights = 0;
    for (int user = 0; user < perUser.auc.length; user++) {
      if (!Double.isNaN(perUser.auc[user])) {
        sum += perUser.impressions[user] * perUser.auc[user];
        weights += perUser.impressions[user];
      }
    }
    return weights == 0 ? Double.NaN : sum / weights;
  }

  /** AUC (NaN where of one class) and impressions of each user. */
  static PerUser perUser(int[] users, float[] scores, boolean[] positive) {
    Auc.requireSameLength(scores, positive);
    if (users.length != scores.length) {
      throw new IllegalArgumentException(
          "%d users for %d scores".formatted(users.length, scores.length));
    }
    int count = Arrays.stream(users).max().orElse(-1) + 1;
    int[] ends = new int[count + 1];
    for (int user : users) {
      ends[user + 1]++;
    }
    int[] impressions = Arrays.copyOfRange(ends, 1, count + 1);
    Arrays.parallelPrefix(ends, Integer::sum);
    int[] next = ends.clone();
    long[] keys = new long[users.length]; // grouped by user
    for (int i = 0; i < users.length; i++) {
      keys[next[users[i]]++] = Auc.key(scores[i], positive[i]);
    }
    double[] auc = new double[count];
    for (int user = 0; user < count; user++) {
      Arrays.sort(keys, ends[user], ends[user + 1]);
      auc[user] = Auc.ofSorted(keys, ends[user], ends[user + 1]);
    }
    return new PerUser(auc, impressions);
  }

  @SuppressWarnings("ArrayRecordComponent") // columns, never compared
  record PerUser(double[] auc, int[] impressions) {}
}

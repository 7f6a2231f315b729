package dev.freshet.models.paper.metammf;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * How well each user's ranked list did. Users with nothing to find are left out.
 *
 * @param users who they are
 * @param relevant videos to find, of each; positive
 * @param found whether the video at each of the first {@value #DEEPEST} ranks is relevant
 */
@SuppressWarnings("ArrayRecordComponent") // per user, and read only
public record RankedUsers(int[] users, int[] relevant, boolean[][] found) {
  static final int DEEPEST = 20;

  /** Relevant videos among the first {@code k} of each user. */
  private int[] hits(int k) {
    if (k < 1 || k > DEEPEST) {
      throw new IllegalArgumentException("k must be from 1 to %d: %d".formatted(DEEPEST, k));
    }
    return Arrays.stream(found)
        .mapToInt(list -> (int) IntStream.range(0, k).filter(rank -> list[rank]).count())
        .toArray();
  }

  /** Share of the relevant videos found among the first {@code k}, of each user. */
  public double[] recall(int k) {
    int[] hits = hits(k);
    return IntStream.range(0, users.length)
        .mapToDouble(i -> (double) hits[i] / relevant[i])
        .toArray();
  }

  /** Share of the first {@code k} that is relevant, of each user. */
  public double[] precision(int k) {
    return Arrays.stream(hits(k)).mapToDouble(hits -> (double) hits / k).toArray();
  }

  /** NDCG of each user; the ideal list holds {@code min(k, relevant)} first. */
  public double[] ndcg(int k) {
    double[] ndcg = new double[users.length];
    for (int i = 0; i < ndcg.length; i++) {
      double gain = 0;
      double ideal = 0;
      for (int rank = 0; rank < k; rank++) {
        double discount = Math.log(2) / Math.log(rank + 2.0);
        gain += found[i][rank] ? discount : 0;
        ideal += rank < relevant[i] ? discount : 0;
      }
      ndcg[i] = gain / ideal;
    }
    return ndcg;
  }

  /**
   * The paper's HR@k: hits of all users together over relevant videos of all users together; not
   * the share of users with a hit.
   */
  public double hitRatio(int k) {
    return (double) Arrays.stream(hits(k)).sum() / Math.max(1, Arrays.stream(relevant).sum());
  }

  /** Mean of a per-user metric; 0 without users. */
  public static double mean(double[] values) {
    return Arrays.stream(values).average().orElse(0);
  }
}

package dev.freshet.models.paper.metammf;

import java.util.Arrays;

/**
 * How well each user's ranked list did, at the ranks 10 and 20. Users with nothing to find are left
 * out.
 *
 * @param users who they are
 * @param relevant videos to find, of each
 * @param hits found among the first 10, then among the first 20
 * @param ndcg NDCG@10, then NDCG@20; the ideal list holds {@code min(k, relevant)} first
 */
@SuppressWarnings("ArrayRecordComponent") // per user, and read only
public record RankedUsers(int[] users, int[] relevant, int[][] hits, double[][] ndcg) {
  static final int[] CUTS = {10, 20};

  private static int at(int k) {
    int place = Arrays.binarySearch(CUTS, k);
    if (place < 0) {
      throw new IllegalArgumentException("k must be 10 or 20: " + k);
    }
    return place;
  }

  /** Share of the relevant videos found among the first {@code k}, of each user. */
  public double[] recall(int k) {
    int[] found = hits[at(k)];
    double[] recall = new double[users.length];
    Arrays.setAll(recall, i -> (double) found[i] / relevant[i]);
    return recall;
  }

  /** Share of the first {@code k} that is relevant, of each user. */
  public double[] precision(int k) {
    int[] found = hits[at(k)];
    double[] precision = new double[users.length];
    Arrays.setAll(precision, i -> (double) found[i] / k);
    return precision;
  }

  /** NDCG of each user. */
  public double[] ndcg(int k) {
    return ndcg[at(k)].clone();
  }

  /**
   * The paper's HR@k: hits of all users together over relevant videos of all users together; not
   * the share of users with a hit.
   */
  public double hitRatio(int k) {
    return (double) Arrays.stream(hits[at(k)]).sum() / Math.max(1, Arrays.stream(relevant).sum());
  }

  /** Mean of a per-user metric; 0 without users. */
  public static double mean(double[] values) {
    return Arrays.stream(values).average().orElse(0);
  }
}

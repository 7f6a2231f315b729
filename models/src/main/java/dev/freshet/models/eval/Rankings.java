package dev.freshet.models.eval;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Where the relevant items stand in the list of each user, and what that is worth.
 *
 * @param users who they are
 * @param lists one for each of the users
 */
@SuppressWarnings("ArrayRecordComponent") // large, and read only
public record Rankings(int[] users, List<Ranked> lists) {

  public Rankings {
    lists = List.copyOf(lists);
  }

  /**
   * One user's list.
   *
   * @param ranks of the relevant items, 1 for the first, ascending; an item stands in the middle of
   *     others with the same score
   * @param others items of the list that are not relevant
   */
  @SuppressWarnings("ArrayRecordComponent") // read only
  public record Ranked(int[] ranks, int others) {

    /**
     * A list by its scores.
     *
     * @param wanted scores of the relevant items
     * @param others scores of the others
     */
    static Ranked of(float[] wanted, float[] others) {
      float[] sorted = wanted.clone();
      Arrays.sort(sorted);
      int[] above = new int[sorted.length];
      int[] tied = new int[sorted.length];
      for (float score : others) {
        int i = 0;
        for (; i < sorted.length && sorted[i] < score; i++) {
          above[i]++;
        }
        for (; i < sorted.length && sorted[i] == score; i++) {
          tied[i]++;
        }
      }
      int[] ranks = new int[sorted.length];
      for (int place = 0; place < ranks.length; place++) {
        int i = ranks.length - 1 - place;
        ranks[place] = place + 1 + above[i] + tied[i] / 2;
      }
      return new Ranked(ranks, others.length);
    }

    private int hits(int k) {
      int hits = 0;
      while (hits < ranks.length && ranks[hits] <= k) {
        hits++;
      }
      return hits;
    }
  }

  /** Share of each user's relevant items among the first {@code k}. */
  public double[] recall(int k) {
    return each(k, list -> (double) list.hits(k) / list.ranks().length);
  }

  /** Share of each user's first {@code k} that is relevant. */
  public double[] precision(int k) {
    return each(k, list -> (double) list.hits(k) / k);
  }

  /** HR@k of each user: 1 where a relevant item is among the first {@code k}, else 0. */
  public double[] hitRate(int k) {
    return each(k, list -> list.hits(k) > 0 ? 1 : 0);
  }

  /**
   * Normalised discounted cumulative gain of each user, relevance 0 or 1.
   *
   * <p>{@code DCG@k = Σ rel(r) / log2(r + 1)} over ranks {@code r = 1..k}, divided by the DCG of
   * the ideal list, which holds {@code min(k, relevant)} relevant items first.
   *
   * <p>Järvelin and Kekäläinen, "Cumulated gain-based evaluation of IR techniques", TOIS 2002.
   */
  public double[] ndcg(int k) {
    return each(
        k,
        list -> {
          double gain = 0;
          for (int i = 0; i < list.hits(k); i++) {
            gain += discount(list.ranks()[i]);
          }
          double ideal = 0;
          for (int i = 0; i < Math.min(k, list.ranks().length); i++) {
            ideal += discount(i + 1);
          }
          return gain / ideal;
        });
  }

  /** Reciprocal rank of each user's first relevant item; its mean is the MRR. */
  public double[] reciprocalRank() {
    return each(1, list -> 1.0 / list.ranks()[0]);
  }

  /**
   * AUC of each user: share of the pairs of a relevant item and another one in which the relevant
   * one stands first; NaN where all items are relevant.
   */
  public double[] auc() {
    return each(
        1,
        list -> {
          double lost = 0;
          for (int i = 0; i < list.ranks().length; i++) {
            lost += list.ranks()[i] - 1 - i;
          }
          return 1 - lost / ((double) list.ranks().length * list.others());
        });
  }

  /** Mean of the users' AUC, each weighted by the number of relevant items; NaN without users. */
  public double gauc() {
    double[] auc = auc();
    double sum = 0;
    double weights = 0;
    for (int user = 0; user < auc.length; user++) {
      if (!Double.isNaN(auc[user])) {
        sum += lists.get(user).ranks().length * auc[user];
        weights += lists.get(user).ranks().length;
      }
    }
    return sum / weights;
  }

  /** Hits of all users together over the relevant items of all users together; 0 without any. */
  public double pooledHitRatio(int k) {
    requirePositive(k);
    int hits = lists.stream().mapToInt(list -> list.hits(k)).sum();
    return (double) hits / Math.max(1, lists.stream().mapToInt(list -> list.ranks().length).sum());
  }

  /** Mean of a metric over the users that have it; 0 without any. */
  public static double mean(double[] values) {
    return Arrays.stream(values).filter(value -> !Double.isNaN(value)).average().orElse(0);
  }

  private double[] each(int k, ToDoubleFunction<Ranked> metric) {
    requirePositive(k);
    return lists.stream().mapToDouble(metric).toArray();
  }

  private static void requirePositive(int k) {
    if (k < 1) {
      throw new IllegalArgumentException("the cut-off rank must be at least 1: " + k);
    }
  }

  private static double discount(int rank) {
    return Math.log(2) / Math.log(rank + 1.0);
  }
}

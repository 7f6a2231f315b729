package dev.freshet.models.eval;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Full ranking: all items are ordered for a user, less those that the user knows, and the items to
 * find are looked for among them. Nothing is sampled. Items and users are numbered from 0.
 *
 * <p>Krichene and Rendle, "On Sampled Metrics for Item Recommendation", KDD 2020, show why a list
 * of sampled items misleads.
 *
 * @param items number of items
 * @param known items of each user that are left out of the list
 * @param relevant items of each user that are looked for; none of them known. A user without any is
 *     skipped
 */
@SuppressWarnings("ArrayRecordComponent") // large, and read only
public record RankingTask(int items, int[][] known, int[][] relevant) {

  public RankingTask {
    if (known.length != relevant.length) {
      throw new IllegalArgumentException(
          "known items of %d users, relevant ones of %d".formatted(known.length, relevant.length));
    }
  }

  /** Scores all items for a user. */
  @FunctionalInterface
  public interface Scores {

    /**
     * The scores for one user.
     *
     * @return by item; higher is better. The array may be used again for the next user
     */
    float[] of(int user);
  }

  /** The same task for every {@code n}-th user from the first, to save time. */
  public RankingTask everyNth(int n) {
    int[][] some = new int[relevant.length][];
    Arrays.setAll(some, user -> user % n == 0 ? relevant[user] : new int[0]);
    return new RankingTask(items, known, some);
  }

  /**
   * The same task among some of the items.
   *
   * @param candidate by item, whether it is ranked
   */
  public RankingTask among(boolean[] candidate) {
    int[] others = IntStream.range(0, items).filter(item -> !candidate[item]).toArray();
    int[][] left = new int[known.length][];
    int[][] sought = new int[known.length][];
    for (int user = 0; user < known.length; user++) {
      left[user] = Arrays.copyOf(others, others.length + known[user].length);
      System.arraycopy(known[user], 0, left[user], others.length, known[user].length);
      sought[user] = Arrays.stream(relevant[user]).filter(item -> candidate[item]).toArray();
    }
    return new RankingTask(items, left, sought);
  }

  /** Ranks the items for each user. */
  public Rankings rank(Scores scores) {
    int[] users =
        IntStream.range(0, relevant.length).filter(user -> relevant[user].length > 0).toArray();
    List<Rankings.Ranked> lists = new ArrayList<>();
    for (int user : users) {
      lists.add(ranked(scores.of(user), user));
    }
    return new Rankings(users, lists);
  }

  private Rankings.Ranked ranked(float[] scores, int user) {
    float[] wanted = new float[relevant[user].length];
    boolean[] out = new boolean[items];
    for (int i = 0; i < wanted.length; i++) {
      wanted[i] = scores[relevant[user][i]];
      out[relevant[user][i]] = true;
    }
    for (int item : known[user]) {
      out[item] = true;
    }
    float[] others = new float[items];
    int count = 0;
    for (int item = 0; item < items; item++) {
      if (!out[item]) {
        others[count++] = scores[item];
      }
    }
    return Rankings.Ranked.of(wanted, Arrays.copyOf(others, count));
  }
}

package dev.freshet.experiments.srm;

import dev.freshet.experiments.srm.NextVideoTask.Part;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Ranks of the wanted videos, one per user.
 *
 * @param ranks 1 for the first
 */
@SuppressWarnings("ArrayRecordComponent") // read by this package alone
record NextVideoResult(int[] ranks) {

  /** Ranks the wanted video of every user. */
  static NextVideoResult of(NextVideoTask task, Part part, NextVideoRanker ranker) {
    return ofSome(task, part, ranker, 1);
  }

  /** Ranks the wanted video of every {@code every}-th user. */
  static NextVideoResult ofSome(NextVideoTask task, Part part, NextVideoRanker ranker, int every) {
    return new NextVideoResult(
        IntStream.iterate(0, user -> user < task.users().size(), user -> user + every)
            .map(user -> task.rank(user, part, ranker.scores(user, part)))
            .toArray());
  }

  /** Recall@K of each user: whether the one video wanted is among the first {@code k}. */
  double[] recall(int k) {
    return Arrays.stream(ranks).mapToDouble(rank -> rank <= k ? 1 : 0).toArray();
  }

  /** NDCG@K of each user: {@code 1 / log2(rank + 1)} within the first {@code k}, else 0. */
  double[] ndcg(int k) {
    return Arrays.stream(ranks)
        .mapToDouble(rank -> rank <= k ? Math.log(2) / Math.log(rank + 1.0) : 0)
        .toArray();
  }

  /** Mean over the users. */
  static double mean(double[] values) {
    return Arrays.stream(values).average().orElse(Double.NaN);
  }
}

package dev.freshet.models.eval;

import dev.freshet.schemas.event.VideoId;
import java.util.List;
import java.util.Set;

/**
 * Share of the relevant videos that the first {@code k} hold.
 *
 * <p>{@code Recall@k = |first k ∩ relevant| / |relevant|}.
 *
 * @param k cut-off rank; positive
 */
public record RecallAtK(int k) implements RankingMetric {

  public RecallAtK {
    Ranks.requirePositive(k);
  }

  @Override
  public String name() {
    return "Recall@" + k;
  }

  @Override
  public double evaluate(List<VideoId> ranked, Set<VideoId> relevant) {
    if (relevant.isEmpty()) {
      return 0;
    }
    return (double) Ranks.hits(ranked, relevant, k) / relevant.size();
  }
}

package dev.freshet.models.eval;

import dev.freshet.schemas.event.VideoId;
import java.util.List;
import java.util.Set;

/**
 * Whether the first {@code k} hold a relevant video: {@code HR@k} is 1 or 0 for one user.
 *
 * @param k cut-off rank; positive
 */
public record HitRateAtK(int k) implements RankingMetric {

  public HitRateAtK {
    Ranks.requirePositive(k);
  }

  @Override
  public String name() {
    return "HR@" + k;
  }

  @Override
  public double evaluate(List<VideoId> ranked, Set<VideoId> relevant) {
    return Ranks.hits(ranked, relevant, k) > 0 ? 1 : 0;
  }
}

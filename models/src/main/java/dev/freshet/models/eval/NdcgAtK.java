package dev.freshet.models.eval;

import dev.freshet.schemas.event.VideoId;
import java.util.List;
import java.util.Set;

/**
 * Normalised discounted cumulative gain of the first {@code k} videos, relevance 0 or 1.
 *
 * <p>{@code DCG@k = Σ rel(r) / log2(r + 1)} over ranks {@code r = 1..k}, divided by the DCG of the
 * ideal list, which holds {@code min(k, |relevant|)} relevant videos first.
 *
 * <p>Järvelin and Kekäläinen, "Cumulated gain-based evaluation of IR techniques", TOIS 2002.
 *
 * @param k cut-off rank; positive
 */
public record NdcgAtK(int k) implements RankingMetric {

  public NdcgAtK {
    Ranks.requirePositive(k);
  }

  @Override
  public String name() {
    return "NDCG@" + k;
  }

  @Override
  public double evaluate(List<VideoId> ranked, Set<VideoId> relevant) {
    if (relevant.isEmpty()) {
      return 0;
    }
    double gain = 0;
    for (int i = 0; i < Math.min(k, ranked.size()); i++) {
      if (relevant.contains(ranked.get(i))) {
        gain += discount(i + 1);
      }
    }
    double ideal = 0;
    for (int i = 0; i < Math.min(k, relevant.size()); i++) {
      ideal += discount(i + 1);
    }
    return gain / ideal;
  }

  private static double discount(int rank) {
    return Math.log(2) / Math.log(rank + 1.0);
  }
}

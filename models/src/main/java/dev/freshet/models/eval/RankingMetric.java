package dev.freshet.models.eval;

import dev.freshet.schemas.event.VideoId;
import java.util.List;
import java.util.Set;

/** Judges one user's ranked list; the metric of many users is the mean over them. */
public sealed interface RankingMetric permits RecallAtK, NdcgAtK, HitRateAtK {

  /** Name in tables, such as {@code NDCG@10}. */
  String name();

  /** Cut-off rank; positive. */
  int k();

  /**
   * Evaluates one user's list.
   *
   * @param ranked videos, best first, without duplicates
   * @param relevant videos that the user watched in the test window
   * @return a value in [0, 1]; 0 when {@code relevant} is empty
   */
  double evaluate(List<VideoId> ranked, Set<VideoId> relevant);
}

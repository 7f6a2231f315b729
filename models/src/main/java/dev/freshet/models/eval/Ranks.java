package dev.freshet.models.eval;

import dev.freshet.schemas.event.VideoId;
import java.util.List;
import java.util.Set;

/** What the metrics of ranked lists share. */
final class Ranks {

  private Ranks() {}

  static void requirePositive(int k) {
    if (k < 1) {
      throw new IllegalArgumentException("the cut-off rank must be at least 1: " + k);
    }
  }

  /** Relevant videos among the first {@code k}. */
  static int hits(List<VideoId> ranked, Set<VideoId> relevant, int k) {
    int hits = 0;
    for (int i = 0; i < Math.min(k, ranked.size()); i++) {
      if (relevant.contains(ranked.get(i))) {
        hits++;
      }
    }
    return hits;
  }
}

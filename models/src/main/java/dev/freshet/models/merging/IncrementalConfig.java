package dev.freshet.models.merging;

import dev.freshet.models.paper.cki.CkiConfig;
import dev.freshet.models.paper.cki.Splicing;
import java.time.Duration;

/**
 * How a full checkpoint and what was learned since become one.
 *
 * @param fullEvery event time from one full checkpoint to the next; positive
 * @param assessEvery batches between two steps of {@code A}; positive
 * @param splicing how the dense parameters become one
 * @param cki how they are assessed; its epochs are passes over the latest examples, before they are
 *     learned from
 */
public record IncrementalConfig(
    Duration fullEvery, int assessEvery, Splicing splicing, CkiConfig cki) {

  public IncrementalConfig {
    if (fullEvery.isNegative() || fullEvery.isZero()) {
      throw new IllegalArgumentException("fullEvery must be positive: " + fullEvery);
    }
    if (assessEvery < 1) {
      throw new IllegalArgumentException("assessEvery must be at least 1: " + assessEvery);
    }
  }

  /**
   * Soft splicing; {@code A} takes one step each time.
   *
   * @param fullEvery event time from one full checkpoint to the next; positive
   * @param assessEvery batches between two steps of {@code A}; positive
   */
  public static IncrementalConfig of(Duration fullEvery, int assessEvery) {
    return new IncrementalConfig(
        fullEvery, assessEvery, Splicing.SOFT, CkiConfig.defaults().trained(0.01, 1));
  }

  /** What decides the state and what is published. */
  String text() {
    return "fullEvery=%s assessEvery=%d %s %s".formatted(fullEvery, assessEvery, splicing, cki);
  }
}

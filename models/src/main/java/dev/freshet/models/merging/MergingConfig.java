package dev.freshet.models.merging;

import dev.freshet.models.paper.cki.CkiConfig;
import dev.freshet.models.paper.cki.Splicing;
import java.util.Locale;

/**
 * How a model is learned by replicas.
 *
 * @param replicas number of replicas {@code P}; at least 2
 * @param every batches from one merge to the next; positive
 * @param splicing how the dense parameters become one
 * @param cki how they are assessed; its epochs are passes over the latest examples, before any
 *     replica has learned from them
 */
public record MergingConfig(int replicas, int every, Splicing splicing, CkiConfig cki) {

  public MergingConfig {
    if (replicas < 2) {
      throw new IllegalArgumentException("replicas must be at least 2: " + replicas);
    }
    if (every < 1) {
      throw new IllegalArgumentException("every must be at least 1: " + every);
    }
  }

  /**
   * Soft splicing; {@code A} goes on from merge to merge by one step each time.
   *
   * @param replicas number of replicas; at least 2
   * @param every batches from one merge to the next; positive
   */
  public static MergingConfig of(int replicas, int every) {
    return new MergingConfig(replicas, every, Splicing.SOFT, CkiConfig.defaults().trained(0.01, 1));
  }

  /** What decides the shape of the state and the order of learning. */
  String text() {
    return String.format(Locale.ROOT, "replicas=%d every=%d %s %s", replicas, every, splicing, cki);
  }
}

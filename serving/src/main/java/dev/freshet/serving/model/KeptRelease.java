package dev.freshet.serving.model;

import dev.freshet.schemas.feature.ModelRelease;
import java.time.Instant;
import java.util.Map;

/**
 * A release that can be served.
 *
 * @param arrivedAt when it reached this node
 * @param learnedUpTo event time up to which the network has learned from every example
 * @param metrics progressive metrics at its step, by name
 */
public record KeptRelease(
    ReleaseId id, Instant arrivedAt, Instant learnedUpTo, Map<String, Double> metrics) {

  public KeptRelease {
    metrics = Map.copyOf(metrics);
  }

  static KeptRelease of(ModelRelease release, Instant arrivedAt) {
    return new KeptRelease(
        ReleaseId.of(release), arrivedAt, release.getLearnedUpTo(), release.getMetrics());
  }
}

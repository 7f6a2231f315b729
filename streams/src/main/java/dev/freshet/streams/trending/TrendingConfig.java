package dev.freshet.streams.trending;

import dev.freshet.schemas.topic.Topics;
import java.time.Duration;
import java.util.Set;

/**
 * Settings of {@link TrendingTopology}.
 *
 * @param window span in which long views are counted
 * @param hop time from the start of one window to the next; divides {@code window}
 * @param grace how much later than its window's end a long view still counts
 * @param top videos in a ranking, at most
 * @param publishEvery processing time between two looks at what changed
 * @param keep how long after its end a window stays in the topic, in event time of any surface
 * @param surfaces surfaces that always have a ranking of their own
 * @param maxSurfaces further surfaces of each partition that get a ranking of their own, in the
 *     order in which they come; the rest count as {@code other}
 */
public record TrendingConfig(
    Duration window,
    Duration hop,
    Duration grace,
    int top,
    Duration publishEvery,
    Duration keep,
    Set<String> surfaces,
    int maxSurfaces) {

  /** Upper bound of both numbers of surfaces. */
  public static final int MOST_SURFACES = 1_000;

  /** Ten minutes in steps of two, the 100 most watched, four times a second, of 64 surfaces. */
  public static final TrendingConfig DEFAULT =
      new TrendingConfig(
          Duration.ofMinutes(10),
          Duration.ofMinutes(2),
          Duration.ofMinutes(1),
          100,
          Duration.ofMillis(250),
          Topics.TRENDING_KEPT,
          Set.of("main"),
          64);

  public TrendingConfig {
    if (!isPositive(hop) || window.toMillis() % hop.toMillis() != 0) {
      throw new IllegalArgumentException(
          "window must be a multiple of hop: %s, %s".formatted(window, hop));
    }
    if (!isPositive(window) || !isPositive(publishEvery)) {
      throw new IllegalArgumentException(
          "window and publishEvery must be positive: %s, %s".formatted(window, publishEvery));
    }
    if (grace.isNegative() || keep.compareTo(window.plus(grace)) < 0) {
      throw new IllegalArgumentException(
          "keep must be at least window and grace together: %s".formatted(keep));
    }
    if (top < 1) {
      throw new IllegalArgumentException("top must be at least 1: " + top);
    }
    if (maxSurfaces < 0 || maxSurfaces > MOST_SURFACES) {
      throw new IllegalArgumentException(
          "maxSurfaces must be in [0, %d]: %d".formatted(MOST_SURFACES, maxSurfaces));
    }
    if (surfaces.size() > MOST_SURFACES || surfaces.stream().anyMatch(String::isBlank)) {
      throw new IllegalArgumentException(
          "surfaces must be at most %d names, none of them blank: %s"
              .formatted(MOST_SURFACES, surfaces));
    }
    surfaces = Set.copyOf(surfaces);
  }

  /** The same with other surfaces. */
  public TrendingConfig withSurfaces(Set<String> always, int max) {
    return new TrendingConfig(window, hop, grace, top, publishEvery, keep, always, max);
  }

  private static boolean isPositive(Duration duration) {
    return !duration.isNegative() && !duration.isZero();
  }
}

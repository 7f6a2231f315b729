package dev.freshet.streams.trending;

import java.time.Duration;

/**
 * Settings of {@link TrendingTopology}.
 *
 * @param window span in which long views are counted
 * @param hop time from the start of one window to the next; divides {@code window}
 * @param grace how much later than its window's end a long view still counts
 * @param top videos in a ranking, at most
 * @param publishEvery processing time between two looks at what changed
 * @param keep how long after a surface's newest window an older one stays in the topic
 */
public record TrendingConfig(
    Duration window, Duration hop, Duration grace, int top, Duration publishEvery, Duration keep) {

  /** Ten minutes in steps of two, the 100 most watched, four times a second. */
  public static final TrendingConfig DEFAULT =
      new TrendingConfig(
          Duration.ofMinutes(10),
          Duration.ofMinutes(2),
          Duration.ofMinutes(1),
          100,
          Duration.ofMillis(250),
          Duration.ofHours(1));

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
  }

  private static boolean isPositive(Duration duration) {
    return !duration.isNegative() && !duration.isZero();
  }
}

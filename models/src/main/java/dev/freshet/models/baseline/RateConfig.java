package dev.freshet.models.baseline;

import java.time.Duration;

/**
 * How rates are counted and smoothed.
 *
 * @param videoSmoothing impressions at its prior rate that each video starts with, {@code a}
 * @param earlierSmoothing earlier interactions at their mean rate that each video starts with,
 *     {@code c}
 * @param userSmoothing impressions at the mean rate that each user starts with, {@code b}
 * @param halfLife event time after which a video's count is worth half
 * @param idle event time after which the counts of a video that is not shown are forgotten
 */
public record RateConfig(
    double videoSmoothing,
    double earlierSmoothing,
    double userSmoothing,
    Duration halfLife,
    Duration idle) {

  public RateConfig {
    requirePositive("videoSmoothing", videoSmoothing);
    requirePositive("earlierSmoothing", earlierSmoothing);
    requirePositive("userSmoothing", userSmoothing);
    requirePositive("halfLife", halfLife.toMillis() / 1000.0);
    requirePositive("idle", idle.toMillis() / 1000.0);
  }

  /** Chosen on KuaiRand's log of 24 to 27 April 2022. */
  public static RateConfig defaults() {
    return new RateConfig(20, 5, 50, Duration.ofDays(10), Duration.ofDays(60));
  }

  private static void requirePositive(String name, double value) {
    if (!(value > 0)) {
      throw new IllegalArgumentException(name + " must be positive: " + value);
    }
  }
}

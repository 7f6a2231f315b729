package dev.freshet.flink.fusion;

import dev.freshet.flink.Settings;
import dev.freshet.flink.eventtime.Progress;
import java.io.Serializable;
import java.time.Duration;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;

/**
 * Settings under {@code freshet.fusion}.
 *
 * @param parallelism number of tasks
 * @param encodesText whether title and tags become the textual vector of a video that has none
 * @param encoders what makes vectors of files
 * @param timeToLive time without a change after which a video is forgotten
 */
public record FusionConfig(
    int parallelism, boolean encodesText, EncodersConfig encoders, Duration timeToLive)
    implements Serializable {

  private static final String PREFIX = "freshet.fusion.";

  private static final ConfigOption<Integer> PARALLELISM =
      ConfigOptions.key(PREFIX + "parallelism").intType().defaultValue(1);
  private static final ConfigOption<Boolean> TEXT_ENCODER =
      ConfigOptions.key(PREFIX + "text-encoder").booleanType().defaultValue(true);
  private static final ConfigOption<Duration> TIME_TO_LIVE =
      ConfigOptions.key(PREFIX + "time-to-live").durationType().defaultValue(Duration.ofDays(400));

  public FusionConfig {
    if (parallelism < 1) {
      throw new IllegalArgumentException(PREFIX + "parallelism must be at least 1: " + parallelism);
    }
    if (timeToLive.isNegative() || timeToLive.isZero()) {
      throw new IllegalArgumentException(PREFIX + "time-to-live must be positive: " + timeToLive);
    }
  }

  /** The settings. */
  public static FusionConfig from(Settings settings) {
    return new FusionConfig(
        settings.get(PARALLELISM),
        settings.get(TEXT_ENCODER),
        EncodersConfig.from(settings),
        settings.get(TIME_TO_LIVE));
  }

  /** Nothing here goes by event time; a quiet partition must not hold anything up. */
  Progress progress() {
    return new Progress.ByEvents(Duration.ZERO, Duration.ofMillis(300));
  }
}

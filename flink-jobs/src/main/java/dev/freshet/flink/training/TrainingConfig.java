package dev.freshet.flink.training;

import dev.freshet.flink.Profile;
import dev.freshet.flink.Settings;
import dev.freshet.flink.eventtime.Progress;
import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;

/**
 * Settings under {@code freshet.training}.
 *
 * @param examples how event time moves on in the examples
 * @param videos how event time moves on in the catalogue
 * @param generation name of the rows and networks of a fresh start; a restored job keeps its own
 * @param window event time of a micro-batch
 * @param chunk examples learned from in one step, at most, by all replicas together
 * @param rowsInterval time between publications of changed rows
 * @param releaseInterval time between releases of the dense network
 * @param evaluationInterval time between publications of the progressive evaluation
 * @param evaluationWindow examples that an evaluation looks back on
 * @param remembered examples learned from last, among which a repeat is found
 * @param timeToLive time without a change after which an entry of the state is gone
 */
public record TrainingConfig(
    Progress examples,
    Progress videos,
    String generation,
    Duration window,
    int chunk,
    Duration rowsInterval,
    Duration releaseInterval,
    Duration evaluationInterval,
    int evaluationWindow,
    int remembered,
    Duration timeToLive)
    implements Serializable {

  private static final String PREFIX = "freshet.training.";
  private static final DateTimeFormatter STARTED_AT =
      DateTimeFormatter.ofPattern("uuuuMMdd-HHmmss").withZone(ZoneOffset.UTC);

  private static final ConfigOption<String> GENERATION =
      ConfigOptions.key(PREFIX + "generation").stringType().noDefaultValue();
  private static final ConfigOption<Duration> WINDOW =
      ConfigOptions.key(PREFIX + "window").durationType().noDefaultValue();
  private static final ConfigOption<Integer> CHUNK =
      ConfigOptions.key(PREFIX + "chunk").intType().defaultValue(256);
  private static final ConfigOption<Duration> ROWS_INTERVAL =
      ConfigOptions.key(PREFIX + "rows-interval").durationType().noDefaultValue();
  private static final ConfigOption<Duration> RELEASE_INTERVAL =
      ConfigOptions.key(PREFIX + "release-interval").durationType().noDefaultValue();
  private static final ConfigOption<Duration> EVALUATION_INTERVAL =
      ConfigOptions.key(PREFIX + "evaluation-interval")
          .durationType()
          .defaultValue(Duration.ofSeconds(5));
  private static final ConfigOption<Integer> EVALUATION_WINDOW =
      ConfigOptions.key(PREFIX + "evaluation-window").intType().defaultValue(20_000);
  private static final ConfigOption<Integer> REMEMBERED =
      ConfigOptions.key(PREFIX + "remembered").intType().defaultValue(200_000);
  private static final ConfigOption<Duration> TIME_TO_LIVE =
      ConfigOptions.key(PREFIX + "time-to-live").durationType().defaultValue(Duration.ofDays(400));
  private static final ConfigOption<Duration> VIDEOS_OUT_OF_ORDERNESS =
      ConfigOptions.key(PREFIX + "videos-out-of-orderness")
          .durationType()
          .defaultValue(Duration.ofMillis(200));
  private static final ConfigOption<Duration> VIDEOS_QUIET_AFTER =
      ConfigOptions.key(PREFIX + "videos-quiet-after")
          .durationType()
          .defaultValue(Duration.ofMillis(300));

  public TrainingConfig {
    if (generation.isBlank() || generation.contains("/")) {
      throw new IllegalArgumentException(
          PREFIX + "generation must not be blank or contain a slash: " + generation);
    }
    requirePositive("window", window);
    requirePositive("chunk", chunk);
    requirePositive("rows-interval", rowsInterval);
    requirePositive("release-interval", releaseInterval);
    requirePositive("evaluation-interval", evaluationInterval);
    requirePositive("evaluation-window", evaluationWindow);
    requirePositive("remembered", remembered);
    requirePositive("time-to-live", timeToLive);
  }

  /**
   * The settings, with the profile's defaults.
   *
   * @param partitions number of partitions of the topics
   */
  public static TrainingConfig from(Settings settings, int partitions) {
    boolean live = settings.profile() == Profile.LIVE;
    return new TrainingConfig(
        new Progress.ByMarks(partitions, live),
        live
            ? new Progress.ByEvents(
                settings.get(VIDEOS_OUT_OF_ORDERNESS), settings.get(VIDEOS_QUIET_AFTER))
            : new Progress.ByMarks(partitions, /* live= */ false),
        settings
            .find(GENERATION)
            .orElse(live ? "live-" + STARTED_AT.format(Instant.now()) : "replay"),
        settings.find(WINDOW).orElse(live ? Duration.ofMillis(200) : Duration.ofMinutes(10)),
        Math.multiplyExact(settings.get(CHUNK), settings.get(MainTrainers.REPLICAS)),
        settings.find(ROWS_INTERVAL).orElse(live ? Duration.ofMillis(250) : Duration.ofSeconds(10)),
        settings
            .find(RELEASE_INTERVAL)
            .orElse(live ? Duration.ofSeconds(2) : Duration.ofMinutes(1)),
        settings.get(EVALUATION_INTERVAL),
        settings.get(EVALUATION_WINDOW),
        settings.get(REMEMBERED),
        settings.get(TIME_TO_LIVE));
  }

  private static void requirePositive(String name, Duration value) {
    if (value.isNegative() || value.isZero()) {
      throw new IllegalArgumentException(PREFIX + name + " must be positive: " + value);
    }
  }

  private static void requirePositive(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(PREFIX + name + " must be at least 1: " + value);
    }
  }
}

package dev.freshet.flink.labels;

import dev.freshet.flink.Profile;
import dev.freshet.flink.Settings;
import dev.freshet.flink.events.EventsConfig;
import dev.freshet.flink.kafka.Tasks;
import dev.freshet.models.history.HistoryConfig;
import java.io.Serializable;
import java.time.Duration;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;

/**
 * Settings under {@code freshet.labels}.
 *
 * @param events how feedback events are read
 * @param history how much of a user goes into an example
 * @param parallelism number of tasks
 * @param attributionWindow event time that an impression waits for a watch
 * @param grace event time after the first watch in which likes still count
 * @param lateness how far behind the watermark an event may be and still be joined
 * @param pendingPerUser impressions of one user that may wait at once; more are dead letters
 * @param timeToLive time without events after which a user's history is gone
 * @param cachedUsers number of users kept in memory per task
 */
public record LabelsConfig(
    EventsConfig events,
    HistoryConfig history,
    int parallelism,
    Duration attributionWindow,
    Duration grace,
    Duration lateness,
    int pendingPerUser,
    Duration timeToLive,
    int cachedUsers)
    implements Serializable {

  private static final ConfigOption<Integer> PARALLELISM =
      ConfigOptions.key("freshet.labels.parallelism").intType().defaultValue(1);
  private static final ConfigOption<Duration> ATTRIBUTION_WINDOW =
      ConfigOptions.key("freshet.labels.attribution-window").durationType().noDefaultValue();
  private static final ConfigOption<Duration> GRACE =
      ConfigOptions.key("freshet.labels.grace").durationType().defaultValue(Duration.ofSeconds(1));
  private static final ConfigOption<Duration> LATENESS =
      ConfigOptions.key("freshet.labels.lateness").durationType().noDefaultValue();
  private static final ConfigOption<Integer> PENDING_PER_USER =
      ConfigOptions.key("freshet.labels.pending-per-user").intType().defaultValue(500);
  private static final ConfigOption<Duration> TIME_TO_LIVE =
      ConfigOptions.key("freshet.labels.time-to-live")
          .durationType()
          .defaultValue(Duration.ofDays(180));
  private static final ConfigOption<Integer> CACHED_USERS =
      ConfigOptions.key("freshet.labels.cached-users").intType().defaultValue(2_000);

  public LabelsConfig {
    if (parallelism < 1) {
      throw new IllegalArgumentException(
          "freshet.labels.parallelism must be at least 1: " + parallelism);
    }
    if (attributionWindow.isNegative() || attributionWindow.isZero()) {
      throw new IllegalArgumentException(
          "freshet.labels.attribution-window must be positive: " + attributionWindow);
    }
    if (grace.isNegative()) {
      throw new IllegalArgumentException("freshet.labels.grace must not be negative: " + grace);
    }
    if (lateness.isNegative()) {
      throw new IllegalArgumentException(
          "freshet.labels.lateness must not be negative: " + lateness);
    }
    if (pendingPerUser < 1) {
      throw new IllegalArgumentException(
          "freshet.labels.pending-per-user must be at least 1: " + pendingPerUser);
    }
    if (timeToLive.compareTo(attributionWindow) <= 0) {
      throw new IllegalArgumentException(
          "freshet.labels.time-to-live must be longer than the attribution window: " + timeToLive);
    }
    if (cachedUsers < 1) {
      throw new IllegalArgumentException(
          "freshet.labels.cached-users must be at least 1: " + cachedUsers);
    }
  }

  /**
   * The settings, with the profile's defaults.
   *
   * @param partitions number of partitions of the topics
   * @throws IllegalArgumentException with the key, if a setting is out of bounds
   */
  public static LabelsConfig from(Settings settings, int partitions) {
    boolean live = settings.profile() == Profile.LIVE;
    HistoryConfig all = HistoryConfig.defaults();
    return new LabelsConfig(
        EventsConfig.from(settings, partitions),
        // an example holds positives, skips and counters; the rest of a user is not needed here
        new HistoryConfig(all.positives(), all.skips(), 1, 1, all.videos()),
        Tasks.of(PARALLELISM.key(), settings.get(PARALLELISM), partitions),
        settings.find(ATTRIBUTION_WINDOW).orElse(Duration.ofMinutes(live ? 2 : 15)),
        settings.get(GRACE),
        settings.find(LATENESS).orElse(live ? Duration.ofMinutes(10) : Duration.ZERO),
        settings.get(PENDING_PER_USER),
        settings.get(TIME_TO_LIVE),
        settings.get(CACHED_USERS));
  }
}

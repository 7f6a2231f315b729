package dev.freshet.flink.features;

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
 * Settings under {@code freshet.features}.
 *
 * @param events how feedback events are read
 * @param history how much of a user is remembered
 * @param parallelism number of tasks
 * @param publishInterval how long the states of changed users are bundled before they are
 *     published; zero publishes after each event
 * @param idle event time without events after which a user is forgotten
 * @param cachedUsers number of users kept in memory per task
 * @param setEntries entries of a user's sets kept beside the state; with one more, the oldest tenth
 *     is forgotten
 */
public record FeaturesConfig(
    EventsConfig events,
    HistoryConfig history,
    int parallelism,
    Duration publishInterval,
    Duration idle,
    int cachedUsers,
    int setEntries)
    implements Serializable {

  private static final ConfigOption<Integer> PARALLELISM =
      ConfigOptions.key("freshet.features.parallelism").intType().defaultValue(1);
  private static final ConfigOption<Duration> PUBLISH_INTERVAL =
      ConfigOptions.key("freshet.features.publish-interval").durationType().noDefaultValue();
  private static final ConfigOption<Duration> IDLE =
      ConfigOptions.key("freshet.features.idle").durationType().defaultValue(Duration.ofDays(180));
  private static final ConfigOption<Integer> CACHED_USERS =
      ConfigOptions.key("freshet.features.cached-users").intType().defaultValue(2_000);
  private static final ConfigOption<Integer> SET_ENTRIES =
      ConfigOptions.key("freshet.features.set-entries").intType().defaultValue(300_000);

  public FeaturesConfig {
    if (parallelism < 1) {
      throw new IllegalArgumentException(
          "freshet.features.parallelism must be at least 1: " + parallelism);
    }
    if (publishInterval.isNegative()) {
      throw new IllegalArgumentException(
          "freshet.features.publish-interval must not be negative: " + publishInterval);
    }
    if (idle.isNegative() || idle.isZero()) {
      throw new IllegalArgumentException("freshet.features.idle must be positive: " + idle);
    }
    if (cachedUsers < 1) {
      throw new IllegalArgumentException(
          "freshet.features.cached-users must be at least 1: " + cachedUsers);
    }
    if (setEntries < 10 || setEntries > 10_000_000) {
      throw new IllegalArgumentException(
          "freshet.features.set-entries must be between 10 and 10000000: " + setEntries);
    }
  }

  /**
   * The settings, with the profile's defaults.
   *
   * @param partitions number of partitions of the topics
   */
  public static FeaturesConfig from(Settings settings, int partitions) {
    return new FeaturesConfig(
        EventsConfig.from(settings, partitions),
        HistoryConfig.defaults(),
        Tasks.of(PARALLELISM.key(), settings.get(PARALLELISM), partitions),
        settings
            .find(PUBLISH_INTERVAL)
            .orElse(settings.profile() == Profile.LIVE ? Duration.ZERO : Duration.ofSeconds(1)),
        settings.get(IDLE),
        settings.get(CACHED_USERS),
        settings.get(SET_ENTRIES));
  }
}

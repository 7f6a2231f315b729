package dev.freshet.flink.events;

import dev.freshet.flink.Profile;
import dev.freshet.flink.Settings;
import dev.freshet.flink.eventtime.Progress;
import java.io.Serializable;
import java.time.Duration;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;

/**
 * Settings under {@code freshet.events}: how the jobs read feedback events.
 *
 * @param progress how event time moves on
 * @param videos how event time moves on while the catalogue is read that completes events
 * @param catalogueWait how long an event that leaves something out waits for a video that is not
 *     known; where event time moves on by marks, it waits for these instead
 * @param furthestAhead events that claim to be further in the future are rejected
 * @param repeatsWithin time from an event's arrival in which a repeat is found
 * @param mostIds ids of one user that are remembered for that, at most
 */
public record EventsConfig(
    Progress progress,
    Progress videos,
    Duration catalogueWait,
    Duration furthestAhead,
    Duration repeatsWithin,
    int mostIds)
    implements Serializable {

  private static final ConfigOption<Duration> OUT_OF_ORDERNESS =
      ConfigOptions.key("freshet.events.out-of-orderness")
          .durationType()
          .defaultValue(Duration.ofMillis(500));
  private static final ConfigOption<Duration> QUIET_AFTER =
      ConfigOptions.key("freshet.events.quiet-after")
          .durationType()
          .defaultValue(Duration.ofMillis(300));
  private static final ConfigOption<Duration> CATALOGUE_WAIT =
      ConfigOptions.key("freshet.events.catalogue-wait")
          .durationType()
          .defaultValue(Duration.ofMillis(250));
  private static final ConfigOption<Duration> FURTHEST_AHEAD =
      ConfigOptions.key("freshet.events.furthest-ahead")
          .durationType()
          .defaultValue(Duration.ofHours(1));
  private static final ConfigOption<Duration> REPEATS_WITHIN =
      ConfigOptions.key("freshet.events.repeats-within")
          .durationType()
          .defaultValue(Duration.ofDays(1));
  private static final ConfigOption<Integer> MOST_IDS =
      ConfigOptions.key("freshet.events.most-ids").intType().defaultValue(100_000);

  private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

  public EventsConfig {
    if (catalogueWait.isNegative() || catalogueWait.compareTo(LONGEST_WAIT) > 0) {
      throw new IllegalArgumentException(
          "freshet.events.catalogue-wait must be between 0 and 1 min: " + catalogueWait);
    }
    if (furthestAhead.isNegative()) {
      throw new IllegalArgumentException(
          "freshet.events.furthest-ahead must not be negative: " + furthestAhead);
    }
    if (repeatsWithin.compareTo(Duration.ofHours(1)) < 0) {
      throw new IllegalArgumentException(
          "freshet.events.repeats-within must be at least an hour: " + repeatsWithin);
    }
    if (mostIds < 1) {
      throw new IllegalArgumentException("freshet.events.most-ids must be at least 1: " + mostIds);
    }
  }

  /** Whether the job follows the clock; a replay has event time alone. */
  public boolean isLive() {
    return progress instanceof Progress.ByEvents;
  }

  /** No ids yet. */
  public RecentIds noIds() {
    return new RecentIds(repeatsWithin, mostIds);
  }

  /**
   * The settings, with the profile's defaults.
   *
   * @param partitions number of partitions of the topic
   */
  public static EventsConfig from(Settings settings, int partitions) {
    Progress progress =
        switch (settings.profile()) {
          case LIVE ->
              new Progress.ByEvents(settings.get(OUT_OF_ORDERNESS), settings.get(QUIET_AFTER));
          case REPLAY -> new Progress.ByMarks(partitions, /* live= */ false);
        };
    return new EventsConfig(
        progress,
        settings.profile() == Profile.LIVE ? new Progress.NotAwaited() : progress,
        settings.get(CATALOGUE_WAIT),
        settings.get(FURTHEST_AHEAD),
        settings.get(REPEATS_WITHIN),
        settings.get(MOST_IDS));
  }
}

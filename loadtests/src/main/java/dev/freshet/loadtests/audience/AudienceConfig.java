package dev.freshet.loadtests.audience;

import dev.freshet.experiments.planted.PlantedTopic;
import java.time.Duration;

/**
 * The simulated audience and its world.
 *
 * @param seed of everything that is drawn
 * @param topics planted topics, 2 to 20
 * @param videos videos of the catalogue at the start
 * @param users users, with ids from {@code user-0}
 * @param rate events per second that they send back, all together
 * @param uploadsPerMinute new videos
 * @param pageSize videos asked for at a time
 * @param drift time in which a taste moves on by one topic
 * @param sessions users who are active at the same time
 */
public record AudienceConfig(
    long seed,
    int topics,
    int videos,
    int users,
    double rate,
    double uploadsPerMinute,
    int pageSize,
    Duration drift,
    int sessions) {

  public AudienceConfig {
    require(topics >= 2 && topics <= PlantedTopic.COUNT, "topics must be 2 to 20", topics);
    require(videos >= 1, "videos must be positive", videos);
    require(sessions >= 1, "sessions must be positive", sessions);
    require(users >= sessions, "users must not be fewer than sessions", users);
    require(rate > 0, "rate must be positive", rate);
    require(uploadsPerMinute >= 0, "uploads must not be negative", uploadsPerMinute);
    require(pageSize >= 1 && pageSize <= 100, "page size must be 1 to 100", pageSize);
    require(!drift.isNegative() && !drift.isZero(), "drift must be positive", drift);
  }

  /** 2,000 users with 2,500 videos of 20 topics, 500 events per second. */
  public static AudienceConfig standard() {
    return new AudienceConfig(42, 20, 2_500, 2_000, 500, 10, 10, Duration.ofMinutes(30), 8);
  }

  /** The same at another rate. */
  public AudienceConfig withRate(double other) {
    return new AudienceConfig(
        seed, topics, videos, users, other, uploadsPerMinute, pageSize, drift, sessions);
  }

  private static void require(boolean holds, String rule, Object value) {
    if (!holds) {
      throw new IllegalArgumentException(rule + ": " + value);
    }
  }
}

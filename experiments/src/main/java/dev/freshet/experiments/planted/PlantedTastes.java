package dev.freshet.experiments.planted;

import java.time.Duration;
import java.time.Instant;
import java.util.SplittableRandom;

/**
 * Who likes what, and when. Each user wanders along a path of topics, one step per {@code drift}:
 * of the topics within two steps of the user's place, the nearest counts most. So a taste is a
 * mixture of three or four topics, and a drift later it has moved on by one of them.
 *
 * <p>Places go by the wall clock, so a taste is a function of the seed, the user and the time.
 */
public final class PlantedTastes {

  private static final int PATH = 32;
  private static final double REACH = 2;
  private static final double MAIN_SHARE = 0.8;

  private static final double BASE = 0.10;
  private static final double QUALITY = 0.10;
  private static final double INTEREST = 0.68;
  private static final double INTEREST_WITHOUT_QUALITY = 0.55;

  private final long seed;
  private final int topics;
  private final Duration drift;
  private final PopularTopics popularity;

  /**
   * @param drift time in which a user moves on by one topic
   */
  public PlantedTastes(long seed, int topics, Duration drift) {
    if (drift.isZero() || drift.isNegative()) {
      throw new IllegalArgumentException("drift must be positive: " + drift);
    }
    this.seed = seed;
    this.topics = topics;
    this.drift = drift;
    this.popularity = new PopularTopics(topics);
  }

  /**
   * Probability that {@code user} watches {@code video} long enough for a long view.
   *
   * <p>{@code 0.10 + 0.10 q + 0.68 i (0.55 + 0.45 q)} with the video's quality {@code q} and the
   * user's interest {@code i} in its topics.
   */
  public double longView(int user, PlantedVideo video, Instant at) {
    double interest = interest(user, video, at);
    return BASE
        + QUALITY * video.quality()
        + INTEREST
            * interest
            * (INTEREST_WITHOUT_QUALITY + (1 - INTEREST_WITHOUT_QUALITY) * video.quality());
  }

  /** Interest in the video's topics, four fifths of it in the main one; in [0, 1]. */
  public double interest(int user, PlantedVideo video, Instant at) {
    double[] taste = taste(user, at); // [topics]
    return MAIN_SHARE * taste[video.topic()] + (1 - MAIN_SHARE) * taste[video.sideTopic()];
  }

  /**
   * Interest of {@code user} in each topic; 1 for the favourite.
   *
   * @return [topics]
   */
  double[] taste(int user, Instant at) {
    var random = new SplittableRandom(seed * 0xD1B54A32D192ED03L + user);
    double place = random.nextDouble(PATH) + (double) at.toEpochMilli() / drift.toMillis();
    double here = place - PATH * Math.floor(place / PATH);
    double[] taste = new double[topics]; // [topics]
    double greatest = 0;
    for (int step = 0; step < PATH; step++) {
      int topic = popularity.draw(random);
      double away = Math.abs(here - step);
      double weight = 1 - Math.min(away, PATH - away) / REACH;
      if (weight > 0) {
        taste[topic] += weight;
        greatest = Math.max(greatest, taste[topic]);
      }
    }
    for (int topic = 0; topic < topics; topic++) {
      taste[topic] /= greatest;
    }
    return taste;
  }
}

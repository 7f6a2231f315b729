package dev.freshet.experiments.planted;

import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;

/** A user in front of a video: draws how long they watch and what they press, from their taste. */
public final class Viewer {

  private static final Duration LONG_VIEW = Duration.ofSeconds(18);
  private static final double SHORTEST_WATCH_MILLIS = 300;
  private static final double REPLAY = 0.3;
  private static final double LIKE = 0.3;
  private static final double SHARE = 0.03;
  private static final double FOLLOW = 0.03;
  private static final double HIDE = 0.03;

  private final PlantedTastes tastes;

  public Viewer(PlantedTastes tastes) {
    this.tastes = tastes;
  }

  /** What {@code user} makes of {@code video} at that time. */
  public Viewing view(int user, PlantedVideo video, Instant at, RandomGenerator random) {
    double interest = tastes.interest(user, video, at);
    boolean longView = random.nextDouble() < tastes.longView(user, video, at);
    return new Viewing(
        watched(video.length(), longView, random),
        longView,
        longView && random.nextDouble() < LIKE * interest,
        longView && random.nextDouble() < SHARE * interest,
        longView && random.nextDouble() < FOLLOW * interest,
        !longView && random.nextDouble() < HIDE * (1 - interest));
  }

  /** A long view lasts from min(length, 18 s) up to 1.3 times the length, another one less. */
  private static Duration watched(Duration length, boolean longView, RandomGenerator random) {
    double enough = Math.min(length.toMillis(), LONG_VIEW.toMillis());
    double draw = random.nextDouble();
    if (longView) {
      double most = length.toMillis() * (1 + REPLAY);
      return Duration.ofMillis((long) Math.ceil(enough + draw * (most - enough)));
    }
    double most = enough - 1;
    return Duration.ofMillis(
        (long) (SHORTEST_WATCH_MILLIS + draw * draw * (most - SHORTEST_WATCH_MILLIS)));
  }
}

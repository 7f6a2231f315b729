package dev.freshet.experiments.planted;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PlantedTastesTest {

  private static final int TOPICS = 20;
  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
  private static final Duration DRIFT = Duration.ofMinutes(30);

  private final PlantedTastes tastes = new PlantedTastes(42, TOPICS, DRIFT);
  private final List<PlantedVideo> videos = new PlantedCatalogue(42, TOPICS).first(1_000);

  @Test
  void aRandomVideoIsWatchedLongAboutOneTimeInFourOrFive() {
    double mean =
        IntStream.range(0, 300)
            .mapToDouble(
                user ->
                    videos.stream()
                        .mapToDouble(video -> tastes.longView(user, video, NOW))
                        .average()
                        .orElseThrow())
            .average()
            .orElseThrow();

    assertThat(mean).isBetween(0.20, 0.25);
  }

  @Test
  void aWellMatchedVideoIsWatchedLongAboutTwoTimesInThree() {
    double mean =
        IntStream.range(0, 300)
            .mapToDouble(
                user ->
                    videos.stream()
                        .map(video -> tastes.longView(user, video, NOW))
                        .sorted(Comparator.reverseOrder())
                        .limit(20)
                        .mapToDouble(p -> p)
                        .average()
                        .orElseThrow())
            .average()
            .orElseThrow();

    assertThat(mean).isBetween(0.6, 0.75);
  }

  @Test
  void theVideosThatMostLikeDoNotSuitEverybody() {
    double best =
        videos.stream()
            .mapToDouble(
                video ->
                    IntStream.range(0, 300)
                        .mapToDouble(user -> tastes.longView(user, video, NOW))
                        .average()
                        .orElseThrow())
            .max()
            .orElseThrow();

    assertThat(best).isBetween(0.3, 0.45);
  }

  @Test
  void aTasteIsAMixtureOfAFewTopics() {
    for (int user = 0; user < 100; user++) {
      double[] taste = tastes.taste(user, NOW);

      assertThat(taste).hasSize(TOPICS).contains(1.0);
      assertThat(IntStream.range(0, TOPICS).filter(topic -> taste[topic] > 0).count())
          .isBetween(1L, 4L);
    }
  }

  @Test
  void aTasteDriftsSlowly() {
    double soon = 0;
    double later = 0;
    for (int user = 0; user < 100; user++) {
      soon += overlap(tastes.taste(user, NOW), tastes.taste(user, NOW.plus(DRIFT.dividedBy(30))));
      later +=
          overlap(tastes.taste(user, NOW), tastes.taste(user, NOW.plus(DRIFT.multipliedBy(6))));
    }

    assertThat(soon / 100).isGreaterThan(0.9);
    assertThat(later / 100).isLessThan(0.4);
  }

  @Test
  void refusesADriftOfNoTime() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new PlantedTastes(1, TOPICS, Duration.ZERO))
        .withMessageContaining("PT0S");
  }

  /** Common weight of two tastes, as a share of the first. */
  private static double overlap(double[] one, double[] other) {
    double common = 0;
    double all = 0;
    for (int topic = 0; topic < one.length; topic++) {
      common += Math.min(one[topic], other[topic]);
      all += one[topic];
    }
    return common / all;
  }
}

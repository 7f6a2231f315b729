package dev.freshet.experiments.planted;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ViewerTest {

  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

  private final PlantedTastes tastes = new PlantedTastes(42, 20, Duration.ofMinutes(30));
  private final Viewer viewer = new Viewer(tastes);
  private final List<PlantedVideo> videos = new PlantedCatalogue(42, 20).first(1_000);

  @Test
  void watchesLongExactlyWhenTheRuleSaysSo() {
    var random = new SplittableRandom(1);

    for (PlantedVideo video : videos) {
      Viewing viewing = viewer.view(3, video, NOW, random);
      long enough = Math.min(video.length().toMillis(), 18_000);
      assertThat(viewing.watched().toMillis() >= enough).isEqualTo(viewing.longView());
      assertThat(viewing.watched()).isPositive();
    }
  }

  @Test
  void watchesMatchedVideosLongAsOftenAsPlanted() {
    var random = new SplittableRandom(2);
    double planted = 0;
    int seen = 0;
    int longViews = 0;
    for (int user = 0; user < 200; user++) {
      for (PlantedVideo video : videos) {
        if (tastes.interest(user, video, NOW) > 0.7) {
          planted += tastes.longView(user, video, NOW);
          longViews += viewer.view(user, video, NOW, random).longView() ? 1 : 0;
          seen++;
        }
      }
    }

    assertThat(seen).isGreaterThan(5_000);
    assertThat((double) longViews / seen).isBetween(planted / seen - 0.02, planted / seen + 0.02);
    assertThat(planted / seen).isGreaterThan(0.5);
  }

  @Test
  void likesOnlyWhatWasWatchedLongAndHidesOnlyWhatWasNot() {
    var random = new SplittableRandom(3);
    List<Viewing> viewings = new ArrayList<>();
    for (int user = 0; user < 20; user++) {
      for (PlantedVideo video : videos) {
        viewings.add(viewer.view(user, video, NOW, random));
      }
    }

    assertThat(viewings).anyMatch(Viewing::liked).anyMatch(Viewing::hidden);
    assertThat(viewings).noneMatch(viewing -> viewing.liked() && !viewing.longView());
    assertThat(viewings).noneMatch(viewing -> viewing.hidden() && viewing.longView());
  }

  @Test
  void sameSeedGivesTheSameViewings() {
    var one = new SplittableRandom(4);
    var other = new SplittableRandom(4);

    for (PlantedVideo video : videos) {
      assertThat(viewer.view(5, video, NOW, one)).isEqualTo(viewer.view(5, video, NOW, other));
    }
  }
}

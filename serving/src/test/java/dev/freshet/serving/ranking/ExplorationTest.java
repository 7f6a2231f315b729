package dev.freshet.serving.ranking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.freshet.serving.page.Page.Place;
import dev.freshet.serving.retrieval.Candidate;
import dev.freshet.serving.retrieval.Source;
import dev.freshet.testkit.TestEvents;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ExplorationTest {

  @Test
  void givesPlacesToFreshUploadsWithTheConfiguredShareAndSaysHowLikelyThatWas() {
    List<Place> page = IntStream.range(0, 1_000).mapToObj(i -> place("v" + i, 1)).toList();
    List<Candidate> fresh =
        IntStream.range(0, 2_000)
            .mapToObj(i -> new Candidate(TestEvents.video("f" + i, "b"), Source.FRESH))
            .toList();

    List<Place> mixed =
        new Exploration(0.1, 0.1).mix(page, fresh, Map.of(), new SplittableRandom(42));

    List<Place> explored =
        mixed.stream().filter(place -> place.source() == Source.EXPLORATION).toList();
    assertThat(explored.size()).isBetween(70, 130);
    assertThat(explored.getFirst().propensity()).isEqualTo((float) (0.1 / 2_000));
    assertThat(mixed).hasSize(1_000).doesNotHaveDuplicates();
    assertThat(mixed)
        .filteredOn(place -> place.source() == Source.MODEL)
        .allMatch(place -> place.propensity() == 0.9f);
  }

  @Test
  void leavesThePageAloneWhenNothingIsFresh() {
    List<Place> page = List.of(place("a", 1));

    assertThat(new Exploration(1, 0.1).mix(page, List.of(), Map.of(), new SplittableRandom(42)))
        .isEqualTo(page);
  }

  @Test
  void givesAnExploredVideoItsOwnScoreAndNoneWhereNothingRankedIt() {
    List<Place> page = List.of(place("a", 9), place("b", 8));
    List<Candidate> fresh =
        List.of(
            new Candidate(TestEvents.video("ranked", "x"), Source.FRESH),
            new Candidate(TestEvents.video("unranked", "x"), Source.FRESH));

    List<Place> mixed =
        new Exploration(1, 0.1)
            .mix(page, fresh, Map.of("a", 9f, "b", 8f, "ranked", 2f), new SplittableRandom(42));

    assertThat(mixed)
        .extracting(place -> place.video().getVideo() + " " + place.score())
        .containsExactlyInAnyOrder("ranked 2.0", "unranked 0.0");
  }

  @Test
  void drawsWhatTheModelMakesMoreOfTheMoreOftenAndSaysHowLikelyThatWas() {
    List<Candidate> fresh =
        List.of(
            new Candidate(TestEvents.video("better", "x"), Source.FRESH),
            new Candidate(TestEvents.video("worse", "x"), Source.FRESH));
    Map<String, Float> scores = Map.of("better", 0.6f, "worse", 0.4f);
    var random = new SplittableRandom(42);
    int better = 0;

    for (int i = 0; i < 1_000; i++) {
      Place drawn =
          new Exploration(1, 0.1).mix(List.of(place("a", 1)), fresh, scores, random).getFirst();
      boolean isBetter = drawn.video().getVideo().equals("better");
      better += isBetter ? 1 : 0;
      // e² / (1 + e²) = 0.8808
      assertThat(drawn.propensity()).isCloseTo(isBetter ? 0.8808f : 0.1192f, within(1e-4f));
    }

    assertThat(better).isBetween(850, 910);
  }

  private static Place place(String id, float score) {
    return Place.of(new Candidate(TestEvents.video(id, "author"), Source.MODEL), score, 1);
  }
}

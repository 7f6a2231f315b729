package dev.freshet.serving.ranking;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.serving.page.Page.Place;
import dev.freshet.serving.retrieval.Candidate;
import dev.freshet.serving.retrieval.Source;
import dev.freshet.testkit.TestEvents;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DiversityTest {

  @Test
  void keepsTheOrderOfTheScoresWithoutPenalties() {
    List<Place> ranked = List.of(place("a", "x", 1), place("b", "x", 3), place("c", "x", 2));

    assertThat(ids(new Diversity(0, 0).page(ranked, 2))).containsExactly("b", "c");
  }

  @Test
  void putsAnotherAuthorBeforeASecondVideoOfTheSame() {
    // scores 3, 2, 1: deviation 0.816; a2 loses 2.0 in those units, so c (1.22) beats it (0.45)
    List<Place> ranked =
        List.of(place("a1", "anna", 3), place("a2", "anna", 2), place("c", "ben", 1));

    assertThat(ids(new Diversity(2, 0).page(ranked, 3))).containsExactly("a1", "c", "a2");
  }

  @Test
  void spreadsTopicsOverTheLastPlaces() {
    List<Place> ranked =
        List.of(
            place("a", "x", 3, "cats"),
            place("b", "y", 2.9f, "cats"),
            place("c", "z", 2.8f, "dogs"));

    assertThat(ids(new Diversity(0, 4).page(ranked, 3))).containsExactly("a", "c", "b");
  }

  @Test
  void fillsThePageFromOneAuthorWhenThereIsNoOther() {
    List<Place> ranked =
        IntStream.range(0, 5).mapToObj(i -> place("v" + i, "anna", 5 - i)).toList();

    assertThat(ids(new Diversity(1, 1).page(ranked, 10)))
        .containsExactly("v0", "v1", "v2", "v3", "v4");
  }

  private static Place place(String id, String author, float score, String... tags) {
    return Place.of(new Candidate(TestEvents.video(id, author, tags), Source.MODEL), score, 1);
  }

  private static List<String> ids(List<Place> places) {
    return places.stream().map(place -> place.video().getVideo()).toList();
  }
}

package dev.freshet.experiments.srm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.experiments.srm.NextVideoTask.Part;
import dev.freshet.experiments.srm.NextVideoTask.Watched;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class NextVideoTaskTest {

  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  /** One user who watched 0, 1, 2, 3 of six videos. */
  private static final NextVideoTask TASK =
      new NextVideoTask(
          "tiny",
          PlantedSequences.unordered(1, 1).videos().subList(0, 6),
          List.of(
              List.of(
                  new Watched(0, NOON),
                  new Watched(1, NOON),
                  new Watched(2, NOON),
                  new Watched(3, NOON))));

  @Test
  void keepsTheLastTwoLongViewsToAskFor() {
    assertThat(TASK.known(0, Part.VALIDATION)).extracting(Watched::video).containsExactly(0, 1);
    assertThat(TASK.wanted(0, Part.VALIDATION).video()).isEqualTo(2);
    assertThat(TASK.known(0, Part.TEST)).extracting(Watched::video).containsExactly(0, 1, 2);
    assertThat(TASK.wanted(0, Part.TEST).video()).isEqualTo(3);
  }

  @Test
  void ranksAmongVideosThatTheUserDoesNotKnow() {
    NextVideoRanker ranker = (user, part) -> new float[] {9, 9, 9, 5, 6, 1};

    assertThat(TASK.rank(Part.TEST, ranker).lists().getFirst().ranks()).containsExactly(2);
    assertThat(TASK.rank(Part.VALIDATION, ranker).lists().getFirst().ranks()).containsExactly(1);
  }

  @Test
  void refusesALogInWhichNobodyWatchedEnough() {
    assertThatThrownBy(() -> new NextVideoTask("empty", TASK.videos(), List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("empty: no user has watched 3 videos long");
  }
}

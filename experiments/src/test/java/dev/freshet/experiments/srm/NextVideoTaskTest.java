package dev.freshet.experiments.srm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

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
    float[] scores = {9, 9, 9, 5, 6, 1};

    assertThat(TASK.rank(0, Part.TEST, scores)).isEqualTo(2);
    assertThat(TASK.rank(0, Part.VALIDATION, scores)).isEqualTo(1);
  }

  @Test
  void putsTheWantedVideoAmidItsEquals() {
    assertThat(TASK.rank(0, Part.TEST, new float[6])).isEqualTo(2);
  }

  @Test
  void countsAHitByItsRank() {
    NextVideoResult result = new NextVideoResult(new int[] {1, 3, 11});

    assertThat(result.recall(10)).containsExactly(1, 1, 0);
    assertThat(result.ndcg(10)).containsExactly(new double[] {1, 0.5, 0}, within(1e-12));
    assertThat(NextVideoResult.mean(result.ndcg(20)))
        .isCloseTo((1.5 + Math.log(2) / Math.log(12)) / 3, within(1e-12));
  }

  @Test
  void refusesALogInWhichNobodyWatchedEnough() {
    assertThatThrownBy(() -> new NextVideoTask("empty", TASK.videos(), List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("empty: no user has watched 3 videos long");
  }
}

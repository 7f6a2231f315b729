package dev.freshet.loadtests.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import dev.freshet.models.eval.DailyEvaluation;
import dev.freshet.schemas.feature.ScoredExample;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ExamplesTest {

  private static final Instant START = Instant.parse("2022-04-25T12:00:00Z");

  private final Examples examples = new Examples();

  @Test
  void evaluateEachModelOverAllExamples() {
    // ftrl orders 3 of the 4 pairs of a long view and another right, sasrec all of them
    examples.add(scored("a", 0, true, 0.9f, 0.8f));
    examples.add(scored("b", 1, false, 0.2f, 0.3f));
    examples.add(scored("c", 2, true, 0.7f, 0.4f));
    examples.add(scored("d", 3, false, 0.1f, 0.5f));

    Map<String, DailyEvaluation> evaluations = examples.evaluations(ZoneOffset.UTC);

    assertThat(evaluations).containsOnlyKeys("ftrl", "sasrec");
    assertThat(auc(evaluations, "sasrec")).isEqualTo(1);
    assertThat(auc(evaluations, "ftrl")).isCloseTo(0.75, within(1e-9));
    assertThat(examples.recentAuc()).containsEntry("sasrec", 1.0).containsEntry("ftrl", 0.75);
  }

  @Test
  void countARepeatOnce() {
    examples.add(scored("a", 0, true, 0.9f, 0.8f));
    examples.add(scored("b", 1, false, 0.2f, 0.3f));
    examples.add(scored("a", 0, true, 0.9f, 0.8f));

    assertThat(examples.size()).isEqualTo(2);
    assertThat(examples.repeats()).isEqualTo(1);
  }

  @Test
  void refuseARepeatWithAnotherScore() {
    examples.add(scored("a", 0, true, 0.9f, 0.8f));

    assertThatExceptionOfType(ReplayException.class)
        .isThrownBy(() -> examples.add(scored("a", 0, true, 0.9f, 0.8000001f)))
        .withMessageContaining("example a")
        .withMessageContaining("not repeatable");
  }

  @Test
  void refuseAnExampleThatAModelDidNotScore() {
    examples.add(scored("a", 0, true, 0.9f, 0.8f));
    ScoredExample half = scored("b", 1, true, 0.9f, 0.8f);
    half.getScores().remove("ftrl");

    assertThatExceptionOfType(ReplayException.class)
        .isThrownBy(() -> examples.add(half))
        .withMessageContaining("example b");
  }

  @Test
  void giveTheSameDaysInWhateverOrderTheyCame() {
    List<ScoredExample> scored =
        List.of(
            scored("a", 0, true, 0.9f, 0.8f),
            scored("b", 1, false, 0.2f, 0.3f),
            scored("c", 20, true, 0.7f, 0.4f),
            scored("d", 21, false, 0.1f, 0.5f));
    scored.forEach(examples::add);
    var backwards = new Examples();
    scored.reversed().forEach(backwards::add);

    List<DailyEvaluation.Day> days = days(examples);

    assertThat(days).hasSize(2);
    assertThat(days(backwards)).isEqualTo(days);
  }

  private static List<DailyEvaluation.Day> days(Examples examples) {
    return Objects.requireNonNull(examples.evaluations(ZoneOffset.UTC).get("ftrl")).days();
  }

  private static double auc(Map<String, DailyEvaluation> evaluations, String model) {
    return Objects.requireNonNull(evaluations.get(model)).evaluation().auc();
  }

  private static ScoredExample scored(
      String id, int hours, boolean longView, float sasrec, float ftrl) {
    return ScoredExample.newBuilder()
        .setExampleId(id)
        .setUser("user")
        .setVideo("video")
        .setSurface("main")
        .setShownAt(START.plus(Duration.ofHours(hours)))
        .setLabelledAt(START.plus(Duration.ofHours(hours)))
        .setLongView(longView)
        .setLiked(false)
        .setStep(hours)
        .setScores(new java.util.HashMap<>(Map.of("sasrec", sasrec, "ftrl", ftrl)))
        .build();
  }
}

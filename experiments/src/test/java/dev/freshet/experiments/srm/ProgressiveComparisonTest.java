package dev.freshet.experiments.srm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.experiments.ParallelRuns;
import dev.freshet.experiments.Progress;
import dev.freshet.experiments.claim.Claim;
import dev.freshet.models.eval.DailyEvaluation;
import dev.freshet.models.srm.network.SequenceModel;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ProgressiveComparisonTest {

  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
  private static final ServedModel SERVED = new ServedModel(1, 1, 1, 1);

  @Test
  void comparesTheMeanOfAllSeedsWithTheBestBaseline() {
    Map<String, List<ProgressiveRun>> runs = new LinkedHashMap<>();
    for (SequenceModel model : SequenceModel.values()) {
      runs.put(model.id(), List.of(ordersRight(model.id(), 20), ordersRight(model.id(), 4)));
    }
    runs.put("worse", List.of(run("worse", 8, null)));
    runs.put("better", List.of(run("better", 10, null)));

    List<Claim> claims = claims(runs);

    // of 20 users the first seed orders all right, the second 4, the baseline 10: GAUC 1 and .2
    // against .5, on average .1 above it, where the first seed alone is .5 above
    assertThat(claims)
        .filteredOn(claim -> claim.statement().text().contains(": GAUC of"))
        .hasSize(SequenceModel.values().length)
        .allSatisfy(
            claim -> {
              assertThat(claim.statement().text()).startsWith("tiny: ").endsWith("above better");
              assertThat(claim.text()).startsWith("+0.1000 [");
            });
  }

  @Test
  void findsNothingAboveABaselineThatScoresAlike() {
    Map<String, List<ProgressiveRun>> runs = new LinkedHashMap<>();
    for (SequenceModel model : SequenceModel.values()) {
      runs.put(model.id(), List.of(ordersRight(model.id(), 20), ordersRight(model.id(), 20)));
    }
    runs.put("perfect", List.of(run("perfect", 20, null)));

    assertThat(claims(runs))
        .hasSize(2 * SequenceModel.values().length)
        .allSatisfy(
            claim -> {
              assertThat(claim.text()).isEqualTo("+0.0000 [+0.0000, +0.0000]");
              assertThat(claim.met()).isFalse();
            });
  }

  private static List<Claim> claims(Map<String, List<ProgressiveRun>> runs) {
    Progress silent =
        new Progress(
            new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8),
            InstantSource.system());
    try (ParallelRuns threads = new ParallelRuns()) {
      return new ProgressiveComparison(false, List.of(1L, 2L), threads, silent)
          .claims("tiny", runs);
    }
  }

  private static ProgressiveRun ordersRight(String model, int users) {
    return run(model, users, SERVED);
  }

  /** Twenty users with a long view and a skip each; the first ones have theirs in order. */
  private static ProgressiveRun run(String model, int right, @Nullable ServedModel served) {
    DailyEvaluation evaluation = new DailyEvaluation(ZoneOffset.UTC);
    for (int user = 0; user < 20; user++) {
      evaluation.add("u" + user, NOON, user < right ? 0.9f : 0.1f, true);
      evaluation.add("u" + user, NOON, 0.5f, false);
    }
    return new ProgressiveRun(model, evaluation, 1, served);
  }
}

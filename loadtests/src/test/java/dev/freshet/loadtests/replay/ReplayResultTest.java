package dev.freshet.loadtests.replay;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.freshet.experiments.report.OutputFile;
import dev.freshet.models.eval.DailyEvaluation;
import dev.freshet.models.eval.Difference;
import dev.freshet.models.eval.Evaluation;
import dev.freshet.models.eval.PairedBootstrap;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayResultTest {

  private static final Evaluation SASREC = new Evaluation(4, 0.75, 0.66, 0.5);
  private static final Evaluation POPULARITY = new Evaluation(4, 0.6, 0.55, Double.NaN);

  private static final ReplayResult RESULT =
      new ReplayResult(
          "tiny",
          4,
          4,
          1,
          2.0,
          "sasrec",
          Map.of("popularity", model(POPULARITY), "sasrec", model(SASREC)),
          Map.of(
              "popularity",
              new PairedBootstrap.Differences(
                  new Difference(0.15, 0.1, 0.2),
                  new Difference(0.11, 0.05, 0.17),
                  new Difference(Double.NaN, Double.NaN, Double.NaN))),
          "sha256:00ff",
          new StateDigest.Sizes(2, 3, 1),
          List.of(new Outputs.RowCount(2, 2), new Outputs.RowCount(4, 3)),
          List.of(
              new ReplayResult.Sample(0, 0),
              new ReplayResult.Sample(1, 1),
              new ReplayResult.Sample(2, 4)));

  @Test
  void writesTheAgreedJson(@TempDir Path dir) throws IOException {
    Path file = dir.resolve("replay.json");

    OutputFile.writeJson(file, RESULT.json());

    JsonNode json = new JsonMapper().readTree(file.toFile());
    assertThat(json.path("dataset").asText()).isEqualTo("tiny");
    assertThat(json.path("impressions").asLong()).isEqualTo(4);
    assertThat(json.path("seconds").asDouble()).isEqualTo(2);
    assertThat(json.path("examplesPerSecond").asDouble()).isEqualTo(2);
    assertThat(json.path("models").path("sasrec").path("auc").asDouble()).isEqualTo(0.75);
    assertThat(json.path("models").path("sasrec").path("gauc").asDouble()).isEqualTo(0.66);
    assertThat(json.path("models").path("sasrec").path("logLoss").asDouble()).isEqualTo(0.5);
    assertThat(json.path("models").path("popularity").path("logLoss").isNull()).isTrue();
    assertThat(json.path("stateDigest").asText()).isEqualTo("sha256:00ff");
    assertThat(json.at("/sasrecMinusOther/popularity/auc/low").asDouble()).isEqualTo(0.1);
  }

  @Test
  void putsTheReferenceFirstInItsTable() {
    assertThat(RESULT.table().text())
        .isEqualTo(
            """
            model          AUC    GAUC  log loss   AUC of sasrec above it  GAUC of sasrec above it
            sasrec      0.7500  0.6600    0.5000
            popularity  0.6000  0.5500         -  +0.1500 [+0.1000, +0.2000]  +0.1100 [+0.0500, +0.1700]
            """
                .replace(
                    "   AUC of sasrec above it  GAUC", "      AUC of sasrec above it     GAUC"));
  }

  @Test
  void drawsSixPlots() {
    String html = RESULT.report().html();

    assertThat(html.split("<svg", -1)).hasSize(7);
    assertThat(html).contains("25 Apr", "Rows in the embedding tables", "examples/s");
    assertThat(html).doesNotContain("NaN");
  }

  @Test
  void isWholeWhenEachImpressionBecameAnExample() {
    assertThat(RESULT.whole()).isTrue();
  }

  private static ReplayResult.Model model(Evaluation evaluation) {
    return new ReplayResult.Model(
        evaluation,
        List.of(
            new DailyEvaluation.Day(LocalDate.of(2022, 4, 24), evaluation, evaluation),
            new DailyEvaluation.Day(LocalDate.of(2022, 4, 25), evaluation, evaluation)));
  }
}

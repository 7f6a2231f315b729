package dev.freshet.models.baseline;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.models.data.LogDataset;
import dev.freshet.models.data.PublishedData;
import dev.freshet.models.eval.DailyEvaluation;
import dev.freshet.models.eval.Evaluation;
import dev.freshet.testkit.TinyLog;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KuaiRandBaselinesTest {

  @TempDir Path folder;

  @Test
  void learnHowManyImpressionsOfATinyLogAreLongViews() {
    TinyLog log = TinyLog.small();
    log.write(folder);

    Map<String, Evaluation> models = evaluated(folder, Instant.MAX);

    // a quarter is liked: .25 * .8 + .75 * .15 = .31 long views, whose entropy is .62;
    // without learning it would be ln 2 = .69
    assertThat(models).containsOnlyKeys("popularity", "videoRate", "videoUserRate", "ftrl");
    assertThat(models.values()).allMatch(e -> e.examples() == log.impressions());
    assertThat(requireNonNull(models.get("popularity")).logLoss()).isNaN();
    assertThat(requireNonNull(models.get("videoRate")).logLoss()).isLessThan(0.66);
    assertThat(requireNonNull(models.get("videoUserRate")).logLoss()).isLessThan(0.66);
    assertThat(requireNonNull(models.get("ftrl")).logLoss()).isLessThan(0.66);
  }

  @Test
  void rankInTheKnownOrderOverTheFirstDaysOfKuaiRand() {
    Map<String, Evaluation> models =
        evaluated(PublishedData.kuaiRand(), Instant.parse("2022-04-27T16:00:00Z"));

    Evaluation popularity = requireNonNull(models.get("popularity"));
    Evaluation videoRate = requireNonNull(models.get("videoRate"));
    Evaluation videoUserRate = requireNonNull(models.get("videoUserRate"));
    Evaluation ftrl = requireNonNull(models.get("ftrl"));
    assertThat(popularity.auc()).isBetween(0.61, videoRate.auc());
    assertThat(videoRate.auc()).isBetween(0.67, videoUserRate.auc());
    assertThat(videoUserRate.auc()).isGreaterThan(0.70);
    assertThat(ftrl.auc()).isGreaterThan(0.69);
    assertThat(ftrl.gauc()).isGreaterThan(videoRate.gauc()).isGreaterThan(0.62);
    assertThat(ftrl.logLoss()).isLessThan(videoRate.logLoss());
  }

  private static Map<String, Evaluation> evaluated(Path folder, Instant until) {
    Map<String, Evaluation> evaluations = new LinkedHashMap<>();
    for (Map.Entry<String, DailyEvaluation> model :
        BaselineReport.evaluate(LogDataset.open(folder), until, BaselineReport.baselines())
            .entrySet()) {
      evaluations.put(model.getKey(), model.getValue().evaluation());
    }
    return evaluations;
  }
}

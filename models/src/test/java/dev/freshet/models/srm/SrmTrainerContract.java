package dev.freshet.models.srm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.models.ModelException;
import dev.freshet.models.TrainerContract;
import dev.freshet.models.net.onnx.ExecutionProvider;
import dev.freshet.models.net.onnx.OnnxSession;
import dev.freshet.models.net.onnx.ProbeBatch;
import dev.freshet.models.srm.network.SrmConfig;
import dev.freshet.schemas.feature.ModelRelease;
import dev.freshet.schemas.feature.TrainingExample;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a trainer of each sequence model keeps. */
abstract class SrmTrainerContract implements TrainerContract {

  private final SrmConfig config;

  SrmTrainerContract(SrmConfig config) {
    this.config = config;
  }

  @Override
  public SrmTrainer trainer() {
    return new SrmTrainer(config, "g1", "tiny");
  }

  @Test
  void learnsPlantedTastes() {
    try (SrmTrainer trainer = trainer()) {
      List<Double> losses = new ArrayList<>();
      for (List<TrainingExample> batch : TinyModel.batches(120, 1)) {
        losses.add(logLoss(batch, trainer.scoreThenLearn(batch, TinyModel.CATALOGUE)));
      }

      assertThat(mean(losses.subList(100, 120))).isLessThan(0.5 * mean(losses.subList(0, 20)));
    }
  }

  @Test
  void learnsFromWhatAUserDidBeforeTheyWereMet() {
    List<TrainingExample> first = TinyModel.batches(1, 1).getFirst();

    try (SrmTrainer with = trainer();
        SrmTrainer without = new SrmTrainer(withoutPast(config), "g1", "tiny")) {
      with.scoreThenLearn(first, TinyModel.CATALOGUE);
      without.scoreThenLearn(first, TinyModel.CATALOGUE);

      assertThat(TinyModel.rows(with).row("tag", "t0"))
          .isNotEqualTo(TinyModel.rows(without).row("tag", "t0"));
    }
  }

  @Test
  void releasesANetworkThatPassesItsOwnProbe() {
    try (SrmTrainer trainer = trainer()) {
      TinyModel.batches(3, 1).forEach(b -> trainer.scoreThenLearn(b, TinyModel.CATALOGUE));

      ModelRelease release = trainer.release(Map.of("auc", 0.7), TinyModel.START);

      try (OnnxSession onnx =
          OnnxSession.of("test", release.getNetwork().array(), ExecutionProvider.CPU)) {
        ProbeBatch.check(onnx, release.getProbe());
      }
      assertThat(release.getModel()).isEqualTo(config.model().id());
      assertThat(release.getStep()).isEqualTo(3);
      assertThat(release.getLearnedUpTo()).isEqualTo(TinyModel.START);
      assertThat(release.getMetrics()).containsEntry("auc", 0.7);
      assertThat(SrmConfig.fromJson(release.getProvenance().getConfig())).isEqualTo(config);
    }
  }

  @Test
  void releasesTheSameAfterARestore() {
    Map<String, byte[]> state = new HashMap<>();
    try (SrmTrainer trainer = trainer();
        SrmTrainer restored = trainer()) {
      TinyModel.batches(3, 1).forEach(b -> trainer.scoreThenLearn(b, TinyModel.CATALOGUE));
      trainer.saveChanges(state::put);

      state.forEach(restored::restore);

      assertThat(restored.release(Map.of(), TinyModel.START))
          .isEqualTo(trainer.release(Map.of(), TinyModel.START));
    }
  }

  @Test
  void canBeReleasedBeforeItHasLearned() {
    try (SrmTrainer trainer = trainer()) {
      ModelRelease release = trainer.release(Map.of(), TinyModel.START);

      try (OnnxSession onnx =
          OnnxSession.of("test", release.getNetwork().array(), ExecutionProvider.CPU)) {
        ProbeBatch.check(onnx, release.getProbe());
      }
    }
  }

  @Test
  void publishesTheRowsOfABatchAndNoOthers() {
    List<List<TrainingExample>> batches = TinyModel.batches(2, 1);
    TrainingExample one = batches.get(1).getFirst();
    try (SrmTrainer trainer = trainer()) {
      trainer.scoreThenLearn(batches.getFirst(), TinyModel.CATALOGUE);
      long first = trainer.rows();
      Set<String> drained = drained(trainer);

      trainer.scoreThenLearn(List.of(one), TinyModel.CATALOGUE);

      assertThat(drained).hasSize((int) first);
      assertThat(drained(trainer))
          .contains("video/" + one.getVideo(), "surface/main")
          .hasSizeLessThan((int) first);
    }
  }

  @Test
  void dropsRowsThatWereIdleForLong() {
    List<List<TrainingExample>> batches = TinyModel.batches(2, 1);
    TrainingExample late =
        TrainingExample.newBuilder(batches.get(1).getFirst())
            .setLabelledAt(TinyModel.START.plus(Duration.ofDays(40)))
            .setShownAt(TinyModel.START.plus(Duration.ofDays(40)))
            .build();
    try (SrmTrainer trainer = trainer()) {
      trainer.scoreThenLearn(batches.getFirst(), TinyModel.CATALOGUE);
      long before = trainer.rows();

      trainer.scoreThenLearn(List.of(late), TinyModel.CATALOGUE);
      float[] again = trainer.scoreThenLearn(List.of(late), TinyModel.CATALOGUE);

      assertThat(trainer.rows()).isLessThan(before);
      assertThat(again[0]).isFinite();
    }
  }

  @Test
  void refusesAnEntryThatIsNotItsOwn() {
    try (SrmTrainer trainer = trainer()) {
      assertThatThrownBy(() -> trainer.restore("weights", new byte[0]))
          .isInstanceOf(ModelException.class)
          .hasMessageContaining("weights");
    }
  }

  private static SrmConfig withoutPast(SrmConfig c) {
    return SrmConfig.fromJson(c.toJson().replace("\"pastWeight\":1.0", "\"pastWeight\":0.0"));
  }

  private static Set<String> drained(SrmTrainer trainer) {
    Set<String> drained = new HashSet<>();
    trainer.drainRows(update -> drained.add(update.table() + "/" + update.id()));
    return drained;
  }

  private static double logLoss(List<TrainingExample> batch, float[] scores) {
    double sum = 0;
    for (int i = 0; i < scores.length; i++) {
      sum -= Math.log(batch.get(i).getLongView() ? scores[i] : 1 - scores[i]);
    }
    return sum / scores.length;
  }

  private static double mean(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
  }
}

package dev.freshet.models.merging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.models.ModelException;
import dev.freshet.models.TrainerContract;
import dev.freshet.models.net.Parameter;
import dev.freshet.models.net.onnx.ExecutionProvider;
import dev.freshet.models.net.onnx.OnnxSession;
import dev.freshet.models.net.onnx.ProbeBatch;
import dev.freshet.models.paper.cki.CkiConfig;
import dev.freshet.models.paper.cki.CkiModel;
import dev.freshet.models.paper.cki.Splicing;
import dev.freshet.models.srm.SrmTrainer;
import dev.freshet.models.srm.network.SrmConfig;
import dev.freshet.schemas.feature.ModelRelease;
import dev.freshet.schemas.feature.TrainingExample;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class IncrementalTrainerTest implements TrainerContract {

  private static final Instant DAY_1 = Instant.parse("2026-02-01T12:00:00Z");
  private static final Instant DAY_2 = Instant.parse("2026-02-02T12:00:00Z");
  private static final SrmConfig CONFIG =
      SrmConfig.fromJson("{\"dimension\":8,\"historyLength\":6,\"hidden\":8}");

  @Override
  public IncrementalTrainer trainer() {
    return new IncrementalTrainer(plain(), IncrementalConfig.of(Duration.ofMillis(1), 2));
  }

  private static IncrementalTrainer daily(int assessEvery) {
    return new IncrementalTrainer(plain(), IncrementalConfig.of(Duration.ofDays(1), assessEvery));
  }

  private static SrmTrainer plain() {
    return new SrmTrainer(CONFIG, "g1", "tiny");
  }

  @Test
  void learnsWhatTheTrainerAloneWouldLearn() {
    try (IncrementalTrainer incremental = daily(1);
        SrmTrainer alone = plain()) {
      for (int b = 0; b < 5; b++) {
        List<TrainingExample> batch = batch(b, b < 2 ? DAY_1 : DAY_2);
        assertThat(incremental.scoreThenLearn(batch, CATALOGUE))
            .isEqualTo(alone.scoreThenLearn(batch, CATALOGUE));
        incremental.release(Map.of(), DAY_2);
      }
    }
  }

  @Test
  void publishesTheNetworkAsItIsUntilAPeriodHasEnded() {
    try (IncrementalTrainer incremental = daily(1);
        SrmTrainer alone = plain()) {
      incremental.scoreThenLearn(batch(0, DAY_1), CATALOGUE);
      alone.scoreThenLearn(batch(0, DAY_1), CATALOGUE);

      ModelRelease release = incremental.release(Map.of(), DAY_1);

      assertThat(release.getNetwork()).isEqualTo(alone.release(Map.of(), DAY_1).getNetwork());
      assertThat(release.getMetrics()).isEmpty();
    }
  }

  @Test
  void publishesTheFullCheckpointMergedWithWhatWasLearnedSince() {
    try (IncrementalTrainer incremental = daily(1_000);
        SrmTrainer alone = plain()) {
      learn(incremental, alone, 0, DAY_1);
      List<Parameter> full = MergedNetwork.copies(alone.parameters());
      learn(incremental, alone, 1, DAY_2);
      learn(incremental, alone, 2, DAY_2);
      List<Parameter> now = alone.parameters();

      ModelRelease release = incremental.release(Map.of("auc", 0.7), DAY_2);

      // A has taken no step: it is as it begins
      CkiModel expected = new CkiModel(List.of(now, full), CkiConfig.defaults().trained(0.01, 1));
      alone.set(expected.merge(Splicing.SOFT).parameters());
      assertThat(MergedNetwork.floats(incremental.full())).isEqualTo(MergedNetwork.floats(full));
      assertThat(MergedNetwork.floats(incremental.published()))
          .isEqualTo(MergedNetwork.floats(alone.parameters()));
      assertThat(release.getNetwork()).isEqualTo(alone.release(Map.of(), DAY_2).getNetwork());
      assertThat(release.getMetrics())
          .containsEntry("auc", 0.7)
          .containsKeys("parent0.weight", "parent1.weight");
      try (OnnxSession onnx =
          OnnxSession.of("test", release.getNetwork().array(), ExecutionProvider.CPU)) {
        ProbeBatch.check(onnx, release.getProbe());
      }
    }
  }

  @Test
  void goesByExamplesThatItHasNotLearnedFrom() {
    try (IncrementalTrainer assessed = daily(1);
        IncrementalTrainer never = daily(1_000)) {
      for (IncrementalTrainer trainer : List.of(assessed, never)) {
        trainer.scoreThenLearn(batch(0, DAY_1), CATALOGUE);
        trainer.scoreThenLearn(batch(1, DAY_2), CATALOGUE);
        trainer.scoreThenLearn(batch(2, DAY_2), CATALOGUE);
      }

      assertThat(assessed.release(Map.of(), DAY_2).getNetwork())
          .isNotEqualTo(never.release(Map.of(), DAY_2).getNetwork());
    }
  }

  @Test
  void publishesTheSameAfterARestore() {
    Map<String, byte[]> state = new HashMap<>();
    try (IncrementalTrainer kept = daily(1);
        IncrementalTrainer restored = daily(1)) {
      kept.scoreThenLearn(batch(0, DAY_1), CATALOGUE);
      kept.scoreThenLearn(batch(1, DAY_2), CATALOGUE);
      kept.scoreThenLearn(batch(2, DAY_2), CATALOGUE);
      kept.saveChanges(state::put);

      state.forEach(restored::restore);

      assertThat(restored.release(Map.of(), DAY_2).getNetwork())
          .isEqualTo(kept.release(Map.of(), DAY_2).getNetwork());
    }
  }

  @Test
  void refusesWhatCannotBe() {
    assertThatThrownBy(() -> IncrementalConfig.of(Duration.ZERO, 1))
        .hasMessageContaining("fullEvery");
    assertThatThrownBy(() -> IncrementalConfig.of(Duration.ofDays(1), 0))
        .hasMessageContaining("assessEvery");
    try (IncrementalTrainer trainer = trainer()) {
      assertThat(trainer.configuration()).contains("assessEvery=2 SOFT");
      assertThatThrownBy(() -> trainer.restore("incremental/weights", new byte[0]))
          .isInstanceOf(ModelException.class)
          .hasMessageContaining("weights");
    }
  }

  private static void learn(IncrementalTrainer one, SrmTrainer other, int number, Instant at) {
    one.scoreThenLearn(batch(number, at), CATALOGUE);
    other.scoreThenLearn(batch(number, at), CATALOGUE);
  }

  /** A batch as if it had been labelled then. */
  private static List<TrainingExample> batch(int number, Instant at) {
    return TrainerContract.batches().get(number).stream()
        .map(example -> TrainingExample.newBuilder(example).setLabelledAt(at).build())
        .toList();
  }
}

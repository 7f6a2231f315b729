package dev.freshet.flink.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.flink.Profile;
import dev.freshet.flink.Settings;
import dev.freshet.models.Trainer;
import dev.freshet.models.merging.IncrementalTrainer;
import dev.freshet.models.merging.ReplicatedTrainer;
import dev.freshet.models.srm.SrmTrainer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MainTrainersTest {

  @Test
  void trainsTheSequenceModelByOneTrainerUnlessReplicasAreAskedFor() {
    assertThat(sequenceModel(Map.of())).isEqualTo(SrmTrainer.class);
    assertThat(sequenceModel(Map.of("freshet.training.replicas", "2")))
        .isEqualTo(ReplicatedTrainer.class);
  }

  @Test
  void keepsFullCheckpointsWhereAskedToButNotWithReplicas() {
    Map<String, String> asked = Map.of("freshet.training.full-checkpoint-every", "1 d");

    assertThat(sequenceModel(asked)).isEqualTo(IncrementalTrainer.class);
    assertThatThrownBy(
            () ->
                trainers(
                    Map.of(
                        "freshet.training.full-checkpoint-every",
                        "1 d",
                        "freshet.training.replicas",
                        "2")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("freshet.training.full-checkpoint-every")
        .hasMessageContaining("freshet.training.replicas");
  }

  @Test
  void refusesAnythingBelowOneByItsKey() {
    for (String key : List.of("freshet.training.replicas", "freshet.training.merge-every")) {
      assertThatThrownBy(() -> trainers(Map.of(key, "0")))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(key)
          .hasMessageContaining("0");
    }
  }

  @Test
  void readsFusedHalvesWhereAskedToButNotInAReplay() {
    Map<String, String> asked = Map.of("freshet.training.fused-dimension", "16");

    assertThat(trainers(Map.of()).fusedDimension()).isZero();
    assertThat(trainers(asked).fusedDimension()).isEqualTo(16);
    assertThatThrownBy(() -> MainTrainers.from(new Settings(Profile.REPLAY, asked)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("freshet.training.fused-dimension");
  }

  private static Class<?> sequenceModel(Map<String, String> settings) {
    List<Trainer> all = trainers(settings).create("test");
    all.forEach(Trainer::close);
    return all.getFirst().getClass();
  }

  private static MainTrainers trainers(Map<String, String> settings) {
    return MainTrainers.from(new Settings(Profile.LIVE, settings));
  }
}

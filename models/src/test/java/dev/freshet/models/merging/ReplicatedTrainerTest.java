package dev.freshet.models.merging;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.models.EmbeddingRows;
import dev.freshet.models.ModelException;
import dev.freshet.models.ScoringContext;
import dev.freshet.models.TrainerContract;
import dev.freshet.models.net.Parameter;
import dev.freshet.models.net.onnx.ExecutionProvider;
import dev.freshet.models.net.onnx.OnnxSession;
import dev.freshet.models.net.onnx.ProbeBatch;
import dev.freshet.models.srm.ScoredVideos;
import dev.freshet.models.srm.SrmScorer;
import dev.freshet.models.srm.network.SequenceModel;
import dev.freshet.models.srm.network.SrmConfig;
import dev.freshet.schemas.event.UserId;
import dev.freshet.schemas.event.VideoId;
import dev.freshet.schemas.feature.ModelRelease;
import dev.freshet.schemas.feature.TrainingExample;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ReplicatedTrainerTest implements TrainerContract {

  private static final Instant LATER = Instant.parse("2026-02-01T00:00:00Z");
  private static final SrmConfig CONFIG =
      SrmConfig.fromJson("{\"dimension\":8,\"historyLength\":6,\"hidden\":8}");

  @Override
  public ReplicatedTrainer trainer() {
    return trainer(SequenceModel.SASREC);
  }

  private static ReplicatedTrainer trainer(SequenceModel model) {
    return new ReplicatedTrainer(CONFIG.with(model), MergingConfig.of(3, 2), "g1", "tiny");
  }

  @Test
  void publishesRowsWithAMergeAndNotBefore() {
    try (ReplicatedTrainer trainer = trainer()) {
      trainer.scoreThenLearn(batch(0), CATALOGUE);
      assertThat(rows(trainer)).isEmpty();

      trainer.scoreThenLearn(batch(1), CATALOGUE);

      Map<String, float[]> merged = rows(trainer);
      assertThat(merged).containsKeys("surface/s0", "surface/s1", "author/a3");
      assertThat(merged.keySet()).anyMatch(key -> key.startsWith("user/"));
      assertThat(rows(trainer)).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void releasesWhatWasLastMerged(SequenceModel model) {
    try (ReplicatedTrainer trainer = trainer(model)) {
      trainer.scoreThenLearn(batch(0), CATALOGUE);
      trainer.scoreThenLearn(batch(1), CATALOGUE);
      ModelRelease merged = trainer.release(Map.of(), LATER);

      trainer.scoreThenLearn(batch(2), CATALOGUE);
      ModelRelease before = trainer.release(Map.of(), LATER);
      trainer.scoreThenLearn(batch(3), CATALOGUE);
      ModelRelease after = trainer.release(Map.of(), LATER);

      assertThat(merged.getMetrics())
          .containsKeys("parent0.entropy", "parent1.weight", "parent2.share")
          .doesNotContainKey("parent3.share");
      assertThat(before.getNetwork()).isEqualTo(merged.getNetwork());
      assertThat(before.getStep()).isEqualTo(2);
      assertThat(before.getLearnedUpTo()).isEqualTo(batch(1).getLast().getLabelledAt());
      assertThat(after.getNetwork()).isNotEqualTo(merged.getNetwork());
      assertThat(after.getStep()).isEqualTo(4);
      for (ModelRelease release : List.of(merged, before, after)) {
        try (OnnxSession onnx =
            OnnxSession.of("test", release.getNetwork().array(), ExecutionProvider.CPU)) {
          ProbeBatch.check(onnx, release.getProbe());
        }
      }
    }
  }

  @Test
  void learningGoesOnUnchangedByARelease() {
    try (ReplicatedTrainer one = trainer();
        ReplicatedTrainer other = trainer()) {
      for (int b = 0; b < 5; b++) {
        one.scoreThenLearn(batch(b), CATALOGUE);
        other.scoreThenLearn(batch(b), CATALOGUE);
        other.release(Map.of(), LATER);
      }

      assertThat(other.scoreThenLearn(batch(5), CATALOGUE))
          .isEqualTo(one.scoreThenLearn(batch(5), CATALOGUE));
    }
  }

  @Test
  void mergesTheRestWhenItIsFinished() {
    try (ReplicatedTrainer trainer = trainer()) {
      trainer.scoreThenLearn(batch(0), CATALOGUE);

      trainer.finish();

      assertThat(rows(trainer)).isNotEmpty();
      assertThat(trainer.release(Map.of(), LATER).getStep()).isEqualTo(1);
      assertThat(trainer.merged().getFirst().values()).isNotEqualTo(initial().getFirst().values());
    }
  }

  @Test
  void givesAReleaseThatCanBeServed() {
    Map<String, float[]> rows = new HashMap<>();
    try (ReplicatedTrainer trainer = trainer()) {
      batches().forEach(batch -> trainer.scoreThenLearn(batch, CATALOGUE));
      rows.putAll(rows(trainer));
      EmbeddingRows served = (table, id) -> rows.get(table + "/" + id);

      try (SrmScorer scorer =
          new SrmScorer(trainer.release(Map.of(), LATER), new ScoredVideos(served, CATALOGUE))) {
        float[] scores =
            scorer.score(
                new ScoringContext(new UserId("u1"), null, "s1", "phone", LATER),
                List.of(new VideoId("v1"), new VideoId("v2"), new VideoId("unknown")));

        assertThat(scores).hasSize(3);
        assertThat(scores[0]).isBetween(0f, 1.3f).isNotEqualTo(scores[1]);
      }
    }
  }

  @Test
  void saysWhatAMergeMadeOfEachMatrix() {
    try (ReplicatedTrainer trainer = trainer()) {
      assertThat(trainer.report()).isNull();

      trainer.scoreThenLearn(batch(0), CATALOGUE);
      trainer.scoreThenLearn(batch(1), CATALOGUE);

      assertThat(requireNonNull(trainer.report()).layers())
          .anySatisfy(
              layer -> {
                assertThat(layer.name()).isEqualTo("products");
                assertThat(layer.weights()).hasSize(3);
              });
    }
  }

  @Test
  void namesItsReplicasInItsConfiguration() {
    try (ReplicatedTrainer trainer = trainer()) {
      assertThat(trainer.configuration()).contains("replicas=3 every=2 SOFT");
    }
    assertThatThrownBy(() -> MergingConfig.of(1, 2)).hasMessageContaining("replicas");
    assertThatThrownBy(() -> MergingConfig.of(2, 0)).hasMessageContaining("every");
  }

  @Test
  void refusesAnEntryThatIsNotItsOwn() {
    try (ReplicatedTrainer trainer = trainer()) {
      assertThatThrownBy(() -> trainer.restore("weights", new byte[0]))
          .isInstanceOf(ModelException.class)
          .hasMessageContaining("weights");
    }
  }

  private static List<Parameter> initial() {
    try (ReplicatedTrainer trainer =
        new ReplicatedTrainer(CONFIG, MergingConfig.of(2, 1), "g1", "tiny")) {
      return trainer.merged();
    }
  }

  private static List<TrainingExample> batch(int number) {
    return TrainerContract.batches().get(number);
  }

  private static List<List<TrainingExample>> batches() {
    return TrainerContract.batches();
  }

  private static Map<String, float[]> rows(ReplicatedTrainer trainer) {
    Map<String, float[]> rows = new HashMap<>();
    trainer.drainRows(
        update -> {
          if (update.vector() != null) {
            rows.put(update.table() + "/" + update.id(), update.vector().clone());
          }
        });
    return rows;
  }
}

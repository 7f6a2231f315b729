package dev.freshet.flink.training;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.models.merging.MergingConfig;
import dev.freshet.models.merging.ReplicatedTrainer;
import dev.freshet.models.net.onnx.ExecutionProvider;
import dev.freshet.models.net.onnx.OnnxSession;
import dev.freshet.models.net.onnx.ProbeBatch;
import dev.freshet.models.srm.network.SrmConfig;
import dev.freshet.schemas.feature.ModelRelease;
import dev.freshet.schemas.feature.TrainingExample;
import dev.freshet.testkit.TestEvents;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.junit.jupiter.api.Test;

/** The operator with two replicas that are merged after every third batch. */
class ReplicatedTrainingTest {

  private static final Instant START = TestEvents.START;
  private static final SrmConfig SMALL =
      SrmConfig.fromJson("{\"dimension\":4,\"historyLength\":4,\"hidden\":4}");

  @Test
  void learnsTheSameBitsHoweverTheExamplesArriveAndAfterARestore() throws Exception {
    List<TrainingExample> examples = TrainingExamples.random(200, Duration.ofSeconds(10));
    List<TrainingExample> shuffled = new ArrayList<>(examples);
    Collections.shuffle(shuffled, new Random(3));
    Learned uninterrupted = learned(examples);
    Learned restored = new Learned();
    OperatorSubtaskState snapshot;
    try (var training = training()) {
      training.open();
      training.catalogue();
      for (TrainingExample example : examples.subList(0, 120)) {
        training.example(example);
      }
      training.watermarks(START.plusMillis(3_700), START.plusMillis(3_700));
      training.getOperator().prepareSnapshotPreBarrier(1);
      snapshot = training.snapshot(1, 1);
      restored.add(training);
    }

    try (var training = training()) {
      training.initializeState(snapshot);
      training.open();
      for (TrainingExample example : examples.subList(100, 200)) {
        training.example(example);
      }
      training.watermarks(Watermark.MAX_WATERMARK.getTimestamp());
      restored.add(training);
    }

    assertThat(learned(shuffled)).isEqualTo(uninterrupted);
    assertThat(restored).isEqualTo(uninterrupted);
  }

  @Test
  void releasesEverythingMergedAtTheEnd() throws Exception {
    try (var training = training()) {
      training.open();
      training.catalogue();
      for (TrainingExample example : TrainingExamples.random(50, Duration.ofSeconds(5))) {
        training.example(example);
      }

      training.watermarks(Watermark.MAX_WATERMARK.getTimestamp());

      ModelRelease release = requireNonNull(training.latest(Outputs.RELEASES).get("sasrec"));
      assertThat(release.getLearnedUpTo()).isEqualTo(START.plusMillis(4_900));
      assertThat(training.rows()).containsKey("test/author/author-1");
      try (OnnxSession onnx =
          OnnxSession.of("test", release.getNetwork().array(), ExecutionProvider.CPU)) {
        ProbeBatch.check(onnx, release.getProbe());
      }
    }
  }

  private static Learned learned(List<TrainingExample> examples) throws Exception {
    Learned learned = new Learned();
    try (var training = training()) {
      training.open();
      training.catalogue();
      for (TrainingExample example : examples) {
        training.example(example);
      }
      training.watermarks(Watermark.MAX_WATERMARK.getTimestamp());
      learned.add(training);
    }
    return learned;
  }

  private static TrainingHarness training() throws Exception {
    return TrainingHarness.of(
        TrainingHarness.SMALL_CHUNKS,
        generation ->
            List.of(new ReplicatedTrainer(SMALL, MergingConfig.of(2, 3), generation, "test")));
  }
}

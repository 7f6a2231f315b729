package dev.freshet.flink.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.schemas.feature.EmbeddingRow;
import dev.freshet.schemas.feature.TrainingExample;
import dev.freshet.testkit.TestEvents;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.junit.jupiter.api.Test;

class OnlineTrainingRestoreTest {

  private static final Instant START = TestEvents.START;
  private static final Duration SPAN = Duration.ofSeconds(10);

  @Test
  void learnsTheSameBitsAfterARestoreInTheMiddle() throws Exception {
    List<TrainingExample> examples = TrainingExamples.random(200, SPAN);
    Learned uninterrupted = Learned.from(examples);
    Learned learned = new Learned();
    OperatorSubtaskState snapshot;
    try (var training = TrainingHarness.of(TrainingHarness.SMALL_CHUNKS)) {
      training.open();
      training.catalogue();
      for (TrainingExample example : examples.subList(0, 120)) {
        training.example(example);
      }
      training.watermarks(START.plusSeconds(3), START.plusSeconds(3));
      training.getOperator().prepareSnapshotPreBarrier(1);
      snapshot = training.snapshot(1, 1);
      learned.add(training);
    }

    try (var restored = TrainingHarness.of(TrainingHarness.SMALL_CHUNKS)) {
      restored.initializeState(snapshot);
      restored.open();
      for (TrainingExample example : examples.subList(100, 200)) { // some of them again
        restored.example(example);
      }
      restored.watermarks(Watermark.MAX_WATERMARK.getTimestamp());
      learned.add(restored);
    }

    assertThat(learned).isEqualTo(uninterrupted);
  }

  @Test
  void keepsItsGenerationAfterARestore() throws Exception {
    OperatorSubtaskState snapshot;
    try (var training = TrainingHarness.of(TrainingHarness.SMALL_CHUNKS)) {
      training.open();
      snapshot = training.snapshot(1, 1);
    }

    try (var restored =
        TrainingHarness.of(
            Map.of("freshet.training.chunk", "7", "freshet.training.generation", "other"))) {
      restored.initializeState(snapshot);
      restored.open();
      restored.example(TrainingExamples.of("a", "v1", START, true));
      restored.watermarks(Watermark.MAX_WATERMARK.getTimestamp());

      assertThat(restored.rows().keySet()).containsExactly("test/author/unknown");
    }
  }

  @Test
  void startsANewGenerationUnderAnotherConfiguration() throws Exception {
    OperatorSubtaskState snapshot;
    try (var training = TrainingHarness.of(TrainingHarness.SMALL_CHUNKS)) {
      training.open();
      training.example(TrainingExamples.of("a", "v1", START, true));
      training.watermarks(START.plusSeconds(10), START.plusSeconds(10));
      snapshot = training.snapshot(1, 1);
    }

    try (var restored = TrainingHarness.of(TrainingHarness.SMALL_CHUNKS, "large")) {
      restored.initializeState(snapshot);
      restored.open();
      restored.example(TrainingExamples.of("b", "v1", START.plusSeconds(20), true));
      restored.watermarks(Watermark.MAX_WATERMARK.getTimestamp());

      String generation = "test-" + START.toEpochMilli();
      assertThat(restored.rows()).containsOnlyKeys(generation + "/author/unknown");
      assertThat(restored.rows().values()).extracting(EmbeddingRow::getStep).containsExactly(1L);
    }
  }

  @Test
  void leavesNoExampleInTheStateOnceItIsLearned() throws Exception {
    OperatorSubtaskState snapshot;
    try (var training = TrainingHarness.of(TrainingHarness.SMALL_CHUNKS)) {
      training.open();
      training.example(TrainingExamples.of("a", "v1", START, true));
      snapshot = training.snapshot(1, 1);
    }

    try (var restored = TrainingHarness.of(TrainingHarness.SMALL_CHUNKS)) {
      restored.initializeState(snapshot);
      restored.open();
      restored.watermarks(Watermark.MAX_WATERMARK.getTimestamp());
      assertThat(restored.extractOutputValues()).hasSize(1);
      snapshot = restored.snapshot(2, 2);
    }

    try (var again = TrainingHarness.of(TrainingHarness.SMALL_CHUNKS)) {
      again.initializeState(snapshot);
      again.open();
      again.watermarks(Watermark.MAX_WATERMARK.getTimestamp());
      assertThat(again.extractOutputValues()).isEmpty();
    }
  }
}

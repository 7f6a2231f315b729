package dev.freshet.flink.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.flink.Records;
import dev.freshet.flink.catalogue.FusedVectors;
import dev.freshet.schemas.feature.EmbeddingRow;
import dev.freshet.schemas.feature.FloatBytes;
import dev.freshet.testkit.TestEvents;
import java.util.List;
import java.util.Map;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.types.Either;
import org.junit.jupiter.api.Test;

class FusedVectorsTest {

  private final FusedVectors halves = new FusedVectors();

  @Test
  void givesTheFirstGenerationAtOnce() {
    put("g1", "v1", 1, 2f);

    assertThat(halves.generation()).isEqualTo("g1");
    assertThat(halves.of("v1")).containsExactly(2f);
    assertThat(halves.of("v2")).isNull();
  }

  @Test
  void takesTheNextGenerationAllAtOnceWhenNearlyAllAreThere() {
    for (int v = 0; v < 10; v++) {
      put("g1", "v" + v, 1, 1f);
    }
    for (int v = 0; v < 8; v++) {
      put("g2", "v" + v, 1, 2f);
    }

    assertThat(halves.generation()).isEqualTo("g1");
    assertThat(halves.of("v0")).containsExactly(1f);

    put("g2", "v8", 1, 2f); // nine of ten

    assertThat(halves.generation()).isEqualTo("g2");
    assertThat(halves.of("v0")).containsExactly(2f);
    assertThat(halves.of("v9")).isNull();
  }

  @Test
  void keepsTheHalfOfTheNewestVersionOfAVideo() {
    put("g1", "v1", 5, 5f);
    put("g1", "v1", 4, 4f);

    assertThat(halves.of("v1")).containsExactly(5f);
  }

  @Test
  void forgetsARemovedHalfAndIgnoresRemovalsOfOtherGenerations() {
    put("g1", "v1", 1, 1f);
    put("g1", "v/2", 1, 1f);

    halves.change("g0/fused/v1", null);
    halves.change("g1/fused/v/2", null);

    assertThat(halves.of("v1")).isNotNull();
    assertThat(halves.of("v/2")).isNull();
    assertThat(halves.size()).isEqualTo(1);
  }

  @Test
  void tellsKeysOfHalvesFromThoseOfOtherRows() {
    assertThat(FusedVectors.isKey("g1/fused/v1")).isTrue();
    assertThat(FusedVectors.isKey("g1/video/fused/v1")).isFalse();
    assertThat(FusedVectors.isKey("g1/fusedx/v1")).isFalse();
    assertThat(FusedVectors.isKey("")).isFalse();
  }

  @Test
  void comesBackFromACheckpointWithBothGenerations() throws Exception {
    OperatorSubtaskState snapshot;
    try (var training = TrainingHarness.of(Map.of())) {
      training.open();
      send(training, "g1", "v1", 1f);
      send(training, "g1", "v2", 1f);
      send(training, "g2", "v1", 2f);
      snapshot = training.snapshot(1, 1);
    }

    PeekingTrainer trainer = new PeekingTrainer();
    try (var restored = TrainingHarness.of(Map.of(), generation -> List.of(trainer))) {
      restored.initializeState(snapshot);
      restored.open();
      restored.example(TrainingExamples.of("a", "v1", TestEvents.START, true));
      restored.watermarks(Long.MAX_VALUE);
      send(restored, "g2", "v2", 2f);
    }

    assertThat(trainer.fusion).isEqualTo("g1");
    assertThat(trainer.half).containsExactly(1f);
    assertThat(trainer.known.fusion()).isEqualTo("g2");
    assertThat(trainer.known.fused("v1")).containsExactly(2f);
  }

  private void put(String generation, String video, long step, float value) {
    halves.change(generation + "/fused/" + video, row(generation, video, step, value));
  }

  private static void send(TrainingHarness training, String generation, String video, float value)
      throws Exception {
    training.processElement2(
        new StreamRecord<>(Either.Right(Records.of(row(generation, video, 1, value)))));
  }

  private static EmbeddingRow row(String generation, String video, long step, float value) {
    return new EmbeddingRow(generation, "fused", video, step, FloatBytes.of(new float[] {value}));
  }
}

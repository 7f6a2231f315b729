package dev.freshet.flink.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.flink.kafka.DeadLetters;
import dev.freshet.flink.record.Upsert;
import dev.freshet.models.merging.MergingConfig;
import dev.freshet.models.merging.ReplicatedTrainer;
import dev.freshet.models.srm.SrmTrainer;
import dev.freshet.models.srm.network.SrmConfig;
import dev.freshet.schemas.feature.EmbeddingRow;
import dev.freshet.schemas.feature.TrainingExample;
import dev.freshet.testkit.TestEvents;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the operator does when a user is erased, with the sequence model. */
class ErasureTest {

  private static final Instant START = TestEvents.START;
  private static final SrmConfig SMALL =
      SrmConfig.fromJson("{\"dimension\":4,\"historyLength\":4,\"hidden\":4}");
  private static final String ROW = "test/user/ann";

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void removesTheUsersRowHereAndWhereItIsPublished(int replicas) throws Exception {
    try (var training = training(replicas)) {
      training.open();
      training.example(shown("a", "ann", START));
      training.example(shown("b", "bob", START));
      training.watermarks(START.plusSeconds(1), START.plusSeconds(1));
      training.setProcessingTime(250);
      assertThat(training.rows()).containsKeys(ROW, "test/user/bob");

      training.example(erasure("ann", START.plusSeconds(2)));
      training.watermarks(START.plusSeconds(3), START.plusSeconds(3));
      training.setProcessingTime(500);

      assertThat(training.rows()).containsKey("test/user/bob").doesNotContainKey(ROW);
      assertThat(removals(training)).containsExactly(ROW);
    }
  }

  @Test
  void learnsNothingAnyMoreOfWhatTheUserWasShownBefore() throws Exception {
    try (var training = training(1)) {
      training.open();
      training.example(erasure("ann", START.plusMillis(2_100)));
      // the same window, though labelled before, and a later one
      training.example(shown("a", "ann", START.plusMillis(2_050)));
      TrainingExample later =
          TrainingExample.newBuilder(shown("b", "ann", START.plusSeconds(30)))
              .setShownAt(START.plusSeconds(2))
              .build();
      training.example(later);
      training.example(shown("c", "bob", START.plusSeconds(2)));
      training.watermarks(Watermark.MAX_WATERMARK.getTimestamp());

      assertThat(learned(training)).containsExactly("c");
      assertThat(training.rows()).doesNotContainKey(ROW);
      assertThat(training.getSideOutput(DeadLetters.TAG)).isNullOrEmpty();
    }
  }

  @Test
  void takesAUserWhoComesBackForANewOne() throws Exception {
    Instant back = START.plusSeconds(60);
    EmbeddingRow again;
    try (var training = training(1)) {
      training.open();
      for (int i = 0; i < 5; i++) {
        training.example(shown("a" + i, "ann", START.plusMillis(i)));
      }
      training.example(erasure("ann", START.plusSeconds(2)));
      training.example(
          TrainingExample.newBuilder(shown("b", "ann", back))
              .setShownAt(START.plusSeconds(3))
              .build());
      training.watermarks(Watermark.MAX_WATERMARK.getTimestamp());

      again = training.rows().get(ROW);
      assertThat(learned(training)).contains("b");
    }

    assertThat(again).isNotNull();
  }

  @Test
  void forgetsInEventTimeHoweverRecordsArriveAndAfterARestore() throws Exception {
    List<TrainingExample> records = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      records.add(shown("e" + i, i % 3 == 0 ? "ann" : "bob", START.plusMillis(50L * i)));
    }
    records.add(erasure("ann", START.plusMillis(2_500)));
    List<TrainingExample> shuffled = new ArrayList<>(records);
    Collections.shuffle(shuffled, new Random(3));
    shuffled.addAll(records.subList(90, 101)); // repeats
    Learned whole = learnedFrom(records);
    Learned restored = new Learned();
    OperatorSubtaskState snapshot;
    try (var training = training(1)) {
      training.open();
      training.catalogue();
      for (TrainingExample record : records) {
        training.example(record);
      }
      training.watermarks(START.plusMillis(2_700), START.plusMillis(2_700));
      training.getOperator().prepareSnapshotPreBarrier(1);
      snapshot = training.snapshot(1, 1);
      restored.add(training);
    }
    try (var training = training(1)) {
      training.initializeState(snapshot);
      training.open();
      training.example(
          TrainingExample.newBuilder(shown("old", "ann", START.plusSeconds(4)))
              .setShownAt(START.plusMillis(2_400))
              .build());
      training.watermarks(Watermark.MAX_WATERMARK.getTimestamp());
      restored.add(training);
    }

    assertThat(learnedFrom(shuffled)).isEqualTo(whole);
    assertThat(restored).isEqualTo(whole);
  }

  @Test
  void doesNotLoseAnErasureThatComesLate() throws Exception {
    try (var training = training(1)) {
      training.open();
      training.example(shown("a", "ann", START));
      training.watermarks(START.plusSeconds(10), START.plusSeconds(10));
      training.example(erasure("ann", START.plusSeconds(2)));
      training.watermarks(START.plusSeconds(11), START.plusSeconds(11));
      training.setProcessingTime(250);

      assertThat(training.rows()).doesNotContainKey(ROW);
      assertThat(training.getSideOutput(DeadLetters.TAG)).isNullOrEmpty();
    }
  }

  private static Learned learnedFrom(List<TrainingExample> records) throws Exception {
    Learned learned = new Learned();
    try (var training = training(1)) {
      training.open();
      training.catalogue();
      for (TrainingExample record : records) {
        training.example(record);
      }
      training.watermarks(Watermark.MAX_WATERMARK.getTimestamp());
      learned.add(training);
    }
    return learned;
  }

  private static List<String> learned(TrainingHarness training) {
    return training.extractOutputValues().stream()
        .map(scored -> scored.required().getExampleId())
        .toList();
  }

  private static List<String> removals(TrainingHarness training) {
    return training.getSideOutput(Outputs.ROWS).stream()
        .map(StreamRecord::getValue)
        .filter(row -> row.value() == null)
        .map(Upsert::key)
        .toList();
  }

  private static TrainingExample shown(String id, String user, Instant labelledAt) {
    return TrainingExample.newBuilder(TrainingExamples.of(id, "v1", labelledAt, true))
        .setUser(user)
        .setShownAt(labelledAt)
        .build();
  }

  private static TrainingExample erasure(String user, Instant at) {
    return TrainingExample.newBuilder(shown("erase-" + user, user, at))
        .setVideo("")
        .setErasure(true)
        .build();
  }

  private static TrainingHarness training(int replicas) throws Exception {
    return TrainingHarness.of(
        TrainingHarness.SMALL_CHUNKS,
        generation ->
            List.of(
                replicas == 1
                    ? new SrmTrainer(SMALL, generation, "test")
                    : new ReplicatedTrainer(
                        SMALL, MergingConfig.of(replicas, 1), generation, "test")));
  }
}

package dev.freshet.flink.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.flink.Profile;
import dev.freshet.flink.Records;
import dev.freshet.flink.Settings;
import dev.freshet.flink.kafka.DeadLetters;
import dev.freshet.flink.kafka.Received;
import dev.freshet.flink.kafka.SerializedBy;
import dev.freshet.flink.kafka.Upsert;
import dev.freshet.schemas.event.Video;
import dev.freshet.schemas.feature.EmbeddingRow;
import dev.freshet.schemas.feature.ModelRelease;
import dev.freshet.schemas.feature.ScoredExample;
import dev.freshet.schemas.feature.TrainingExample;
import dev.freshet.testkit.TestEvents;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.apache.flink.util.OutputTag;
import org.junit.jupiter.api.Test;

class OnlineTrainingTest {

  private static final Instant START = TestEvents.START;
  private static final Duration SPAN = Duration.ofSeconds(10);
  private static final Map<String, String> SMALL_CHUNKS = Map.of("freshet.training.chunk", "7");

  @Test
  void learnsAWindowWhenBothInputsHavePassedIt() throws Exception {
    try (var training = harness(SMALL_CHUNKS)) {
      training.open();
      example(training, TrainingExamples.of("a", "v1", START, true));

      watermarks(training, START.plusMillis(199), START.plusMillis(198));
      assertThat(training.extractOutputValues()).isEmpty();
      watermarks(training, START.plusMillis(199), START.plusMillis(199));

      assertThat(training.extractOutputValues())
          .singleElement()
          .satisfies(
              scored -> {
                assertThat(scored.key()).isEqualTo("user-a");
                assertThat(scored.required().getScores()).containsEntry("counting", 0.5f);
                assertThat(scored.required().getStep()).isZero();
              });
    }
  }

  @Test
  void learnsTheSameHoweverTheExamplesArrive() throws Exception {
    List<TrainingExample> inOrder = TrainingExamples.random(200, SPAN);
    List<TrainingExample> shuffled = new ArrayList<>(inOrder);
    Collections.shuffle(shuffled, new Random(3));
    shuffled.addAll(inOrder.subList(50, 60)); // repeats

    assertThat(learn(shuffled)).isEqualTo(learn(inOrder));
  }

  @Test
  void learnsTheSameBitsAfterARestoreInTheMiddle() throws Exception {
    List<TrainingExample> examples = TrainingExamples.random(200, SPAN);
    Learned uninterrupted = learn(examples);
    Learned learned = new Learned();
    OperatorSubtaskState snapshot;
    try (var training = harness(SMALL_CHUNKS)) {
      training.open();
      catalogue(training);
      for (TrainingExample example : examples.subList(0, 120)) {
        example(training, example);
      }
      watermarks(training, START.plusSeconds(3), START.plusSeconds(3));
      training.getOperator().prepareSnapshotPreBarrier(1);
      snapshot = training.snapshot(1, 1);
      learned.add(training);
    }

    try (var restored = harness(SMALL_CHUNKS)) {
      restored.initializeState(snapshot);
      restored.open();
      for (TrainingExample example : examples.subList(100, 200)) { // some of them again
        example(restored, example);
      }
      watermarks(restored, Watermark.MAX_WATERMARK.getTimestamp());
      learned.add(restored);
    }

    assertThat(learned).isEqualTo(uninterrupted);
  }

  @Test
  void takesAVideoFromTheMomentItWasUpdated() throws Exception {
    try (var training = harness(SMALL_CHUNKS)) {
      training.open();
      video(training, "v1", "early", START.minusSeconds(1));
      video(training, "v1", "late", START.plusSeconds(5));
      example(training, TrainingExamples.of("a", "v1", START, true));
      example(training, TrainingExamples.of("b", "v1", START.plusSeconds(6), true));

      watermarks(training, Watermark.MAX_WATERMARK.getTimestamp());

      assertThat(rows(training).keySet()).containsExactly("test/author/early", "test/author/late");
    }
  }

  @Test
  void forgetsARemovedVideo() throws Exception {
    try (var training = harness(SMALL_CHUNKS)) {
      training.open();
      video(training, "v1", "author", START.minusSeconds(2));
      training.processElement2(
          new StreamRecord<>(Records.removal("v1", START.minusSeconds(1).toEpochMilli())));
      example(training, TrainingExamples.of("a", "v1", START, true));

      watermarks(training, Watermark.MAX_WATERMARK.getTimestamp());

      assertThat(rows(training).keySet()).containsExactly("test/author/unknown");
    }
  }

  @Test
  void learnsNothingTwice() throws Exception {
    try (var training = harness(SMALL_CHUNKS)) {
      training.open();
      var example = TrainingExamples.of("a", "v1", START, true);
      example(training, example);
      example(training, example);
      watermarks(training, START.plusSeconds(1), START.plusSeconds(1));
      example(training, example);
      example(training, TrainingExamples.of("a", "v1", START.plusSeconds(9), true));
      watermarks(training, Watermark.MAX_WATERMARK.getTimestamp());

      assertThat(training.extractOutputValues()).hasSize(1);
      assertThat(training.getSideOutput(DeadLetters.TAG)).isNullOrEmpty();
    }
  }

  @Test
  void sendsALateExampleToDeadLetters() throws Exception {
    try (var training = harness(SMALL_CHUNKS)) {
      training.open();
      watermarks(training, START.plusSeconds(1), START.plusSeconds(1));

      example(training, TrainingExamples.of("a", "v1", START, true));

      assertThat(training.getSideOutput(DeadLetters.TAG))
          .singleElement()
          .satisfies(letter -> assertThat(letter.getValue().reason()).isEqualTo("late"));
    }
  }

  @Test
  void publishesRowsReleasesAndEvaluationsByTheClock() throws Exception {
    try (var training = harness(SMALL_CHUNKS)) {
      training.open();
      example(training, TrainingExamples.of("a", "v1", START, true));
      watermarks(training, START.plusSeconds(1), START.plusSeconds(1));
      assertThat(training.getSideOutput(Outputs.ROWS)).isNullOrEmpty();

      training.setProcessingTime(250);
      assertThat(rows(training)).hasSize(1);
      training.setProcessingTime(5_000);

      assertThat(training.getSideOutput(Outputs.RELEASES))
          .singleElement()
          .satisfies(
              release -> {
                ModelRelease value = release.getValue().required();
                assertThat(value.getStep()).isEqualTo(1);
                assertThat(value.getLearnedUpTo()).isEqualTo(START);
              });
      assertThat(training.getSideOutput(Outputs.EVALUATIONS)).hasSize(1);
    }
  }

  @Test
  void keepsItsGenerationAfterARestore() throws Exception {
    OperatorSubtaskState snapshot;
    try (var training = harness(SMALL_CHUNKS)) {
      training.open();
      snapshot = training.snapshot(1, 1);
    }

    try (var restored =
        harness(Map.of("freshet.training.chunk", "7", "freshet.training.generation", "other"))) {
      restored.initializeState(snapshot);
      restored.open();
      example(restored, TrainingExamples.of("a", "v1", START, true));
      watermarks(restored, Watermark.MAX_WATERMARK.getTimestamp());

      assertThat(rows(restored).keySet()).containsExactly("test/author/unknown");
    }
  }

  @Test
  void startsANewGenerationUnderAnotherConfiguration() throws Exception {
    OperatorSubtaskState snapshot;
    try (var training = harness(SMALL_CHUNKS)) {
      training.open();
      example(training, TrainingExamples.of("a", "v1", START, true));
      watermarks(training, START.plusSeconds(10), START.plusSeconds(10));
      snapshot = training.snapshot(1, 1);
    }

    try (var restored = harness(SMALL_CHUNKS, "large")) {
      restored.initializeState(snapshot);
      restored.open();
      example(restored, TrainingExamples.of("b", "v1", START.plusSeconds(20), true));
      watermarks(restored, Watermark.MAX_WATERMARK.getTimestamp());

      String generation = "test-" + START.toEpochMilli();
      assertThat(rows(restored)).containsOnlyKeys(generation + "/author/unknown");
      assertThat(rows(restored).values()).extracting(EmbeddingRow::getStep).containsExactly(1L);
    }
  }

  @Test
  void leavesNoExampleInTheStateOnceItIsLearned() throws Exception {
    OperatorSubtaskState snapshot;
    try (var training = harness(SMALL_CHUNKS)) {
      training.open();
      example(training, TrainingExamples.of("a", "v1", START, true));
      snapshot = training.snapshot(1, 1);
    }

    try (var restored = harness(SMALL_CHUNKS)) {
      restored.initializeState(snapshot);
      restored.open();
      watermarks(restored, Watermark.MAX_WATERMARK.getTimestamp());
      assertThat(restored.extractOutputValues()).hasSize(1);
      snapshot = restored.snapshot(2, 2);
    }

    try (var again = harness(SMALL_CHUNKS)) {
      again.initializeState(snapshot);
      again.open();
      watermarks(again, Watermark.MAX_WATERMARK.getTimestamp());
      assertThat(again.extractOutputValues()).isEmpty();
    }
  }

  private static Learned learn(List<TrainingExample> examples) throws Exception {
    Learned learned = new Learned();
    try (var training = harness(SMALL_CHUNKS)) {
      training.open();
      catalogue(training);
      for (TrainingExample example : examples) {
        example(training, example);
      }
      watermarks(training, Watermark.MAX_WATERMARK.getTimestamp());
      learned.add(training);
    }
    return learned;
  }

  private static void catalogue(Harness training) throws Exception {
    for (int i = 0; i < 10; i++) {
      video(training, "v" + i, "author-" + i % 3, START.minusSeconds(1));
    }
    video(training, "v3", "author-moved", START.plusSeconds(6));
  }

  private static void video(Harness training, String video, String author, Instant at)
      throws Exception {
    Video value = Video.newBuilder(TestEvents.video(video, author)).setUpdatedAt(at).build();
    training.processElement2(new StreamRecord<>(Records.of(value)));
  }

  private static void example(Harness training, TrainingExample example) throws Exception {
    training.processElement1(new StreamRecord<>(Records.of(example)));
  }

  private static void watermarks(Harness training, Instant examples, Instant videos)
      throws Exception {
    training.processWatermark1(new Watermark(examples.toEpochMilli()));
    training.processWatermark2(new Watermark(videos.toEpochMilli()));
  }

  private static void watermarks(Harness training, long both) throws Exception {
    training.processWatermark1(new Watermark(both));
    training.processWatermark2(new Watermark(both));
  }

  private static Map<String, EmbeddingRow> rows(Harness training) {
    return latest(training, Outputs.ROWS);
  }

  private static <V> Map<String, V> latest(Harness training, OutputTag<Upsert<V>> tag) {
    Map<String, V> latest = new TreeMap<>();
    var records = training.getSideOutput(tag);
    if (records != null) {
      records.forEach(record -> latest.put(record.getValue().key(), record.getValue().required()));
    }
    return latest;
  }

  private static Harness harness(Map<String, String> settings) throws Exception {
    return harness(settings, "small");
  }

  private static Harness harness(Map<String, String> settings, String configuration)
      throws Exception {
    Map<String, String> all = new HashMap<>(Map.of("freshet.training.generation", "test"));
    all.putAll(settings);
    TrainingConfig config = TrainingConfig.from(new Settings(Profile.LIVE, all), 4);
    Harness harness = new Harness(config, configuration);
    harness.setup(
        SerializedBy.upsert(ScoredExample.class)
            .createSerializer(harness.getExecutionConfig().getSerializerConfig()));
    return harness;
  }

  /** What a run has made, in the order of the examples, and what serving ends up with. */
  private static final class Learned {
    private final Map<String, ScoredExample> scored = new TreeMap<>();
    private final Map<String, EmbeddingRow> rows = new TreeMap<>();
    private final Map<String, Object> networks = new TreeMap<>();

    void add(Harness training) {
      training.extractOutputValues().forEach(upsert -> scored.put(upsert.key(), upsert.required()));
      rows.putAll(latest(training, Outputs.ROWS));
      latest(training, Outputs.RELEASES)
          .forEach((model, release) -> networks.put(model, release.getNetwork()));
    }

    @Override
    public boolean equals(Object obj) {
      return obj instanceof Learned other
          && scored.equals(other.scored)
          && rows.equals(other.rows)
          && networks.equals(other.networks);
    }

    @Override
    public int hashCode() {
      return rows.hashCode();
    }

    @Override
    public String toString() {
      return rows + " " + networks + " " + scored.values();
    }
  }

  /** The operator with the {@link CountingTrainer}. */
  private static final class Harness
      extends KeyedTwoInputStreamOperatorTestHarness<
          String, Received<TrainingExample>, Received<Video>, Upsert<ScoredExample>> {

    Harness(TrainingConfig config, String configuration) throws Exception {
      super(
          new OnlineTraining(
              config, generation -> List.of(new CountingTrainer(generation, configuration))),
          example -> OnlineTraining.SHARD,
          video -> OnlineTraining.SHARD,
          Types.STRING);
    }
  }
}

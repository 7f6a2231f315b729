package dev.freshet.flink.training;

import dev.freshet.flink.Profile;
import dev.freshet.flink.Records;
import dev.freshet.flink.Settings;
import dev.freshet.flink.record.Received;
import dev.freshet.flink.record.SerializedBy;
import dev.freshet.flink.record.Upsert;
import dev.freshet.schemas.event.Video;
import dev.freshet.schemas.feature.EmbeddingRow;
import dev.freshet.schemas.feature.ScoredExample;
import dev.freshet.schemas.feature.TrainingExample;
import dev.freshet.testkit.TestEvents;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.apache.flink.types.Either;
import org.apache.flink.util.OutputTag;

/** The operator, with the {@link CountingTrainer} unless a test says another. */
final class TrainingHarness
    extends KeyedTwoInputStreamOperatorTestHarness<
        String,
        Received<TrainingExample>,
        Either<Received<Video>, Received<EmbeddingRow>>,
        Upsert<ScoredExample>> {

  static final Map<String, String> SMALL_CHUNKS = Map.of("freshet.training.chunk", "7");

  private TrainingHarness(TrainingConfig config, TrainerFactory trainers) throws Exception {
    super(
        new OnlineTraining(config, trainers),
        example -> OnlineTraining.SHARD,
        video -> OnlineTraining.SHARD,
        Types.STRING);
  }

  static TrainingHarness of(Map<String, String> settings) throws Exception {
    return of(settings, "small");
  }

  /** With a trainer of another shape. */
  static TrainingHarness of(Map<String, String> settings, String configuration) throws Exception {
    return of(settings, generation -> List.of(new CountingTrainer(generation, configuration)));
  }

  /** With other trainers. */
  static TrainingHarness of(Map<String, String> settings, TrainerFactory trainers)
      throws Exception {
    Map<String, String> all = new HashMap<>(Map.of("freshet.training.generation", "test"));
    all.putAll(settings);
    TrainingConfig config = TrainingConfig.from(new Settings(Profile.LIVE, all), 4);
    TrainingHarness harness = new TrainingHarness(config, trainers);
    harness.setup(
        SerializedBy.upsert(ScoredExample.class)
            .createSerializer(harness.getExecutionConfig().getSerializerConfig()));
    return harness;
  }

  void example(TrainingExample example) throws Exception {
    processElement1(new StreamRecord<>(Records.of(example)));
  }

  void video(String video, String author, Instant at) throws Exception {
    Video value = Video.newBuilder(TestEvents.video(video, author)).setUpdatedAt(at).build();
    processElement2(new StreamRecord<>(Either.Left(Records.of(value))));
  }

  /** Ten videos of three authors, one of which moves to another in the middle. */
  void catalogue() throws Exception {
    for (int i = 0; i < 10; i++) {
      video("v" + i, "author-" + i % 3, TestEvents.START.minusSeconds(1));
    }
    video("v3", "author-moved", TestEvents.START.plusSeconds(6));
  }

  void watermarks(Instant examples, Instant videos) throws Exception {
    processWatermark1(new Watermark(examples.toEpochMilli()));
    processWatermark2(new Watermark(videos.toEpochMilli()));
  }

  void watermarks(long both) throws Exception {
    processWatermark1(new Watermark(both));
    processWatermark2(new Watermark(both));
  }

  Map<String, EmbeddingRow> rows() {
    return latest(Outputs.ROWS);
  }

  /** What was last sent for each key. */
  <V> Map<String, V> latest(OutputTag<Upsert<V>> tag) {
    Map<String, V> latest = new TreeMap<>();
    var records = getSideOutput(tag);
    if (records != null) {
      for (var record : records) {
        Upsert<V> upsert = record.getValue();
        if (upsert.value() == null) {
          latest.remove(upsert.key());
        } else {
          latest.put(upsert.key(), upsert.required());
        }
      }
    }
    return latest;
  }
}

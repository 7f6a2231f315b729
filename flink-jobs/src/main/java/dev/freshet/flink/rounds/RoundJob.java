package dev.freshet.flink.rounds;

import dev.freshet.flink.Settings;
import dev.freshet.flink.eventtime.Progress;
import dev.freshet.flink.job.Job;
import dev.freshet.flink.kafka.DeadLetters;
import dev.freshet.flink.kafka.KafkaConfig;
import dev.freshet.flink.kafka.MarkingSink;
import dev.freshet.flink.kafka.MarkingSink.Marks;
import dev.freshet.flink.kafka.TopicReader;
import dev.freshet.flink.record.Received;
import dev.freshet.flink.record.SerializedBy;
import dev.freshet.flink.record.Upsert;
import dev.freshet.schemas.feature.ModelRelease;
import dev.freshet.schemas.topic.DeadLetter;
import dev.freshet.schemas.topic.Topics;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * The job of a training round.
 *
 * <pre>
 * each slice ─────► intake ─► to-slice ─┐
 * model-releases ─► intake ─► to-slice ─┼─► round ─► model-releases
 * round-commands ─► intake ─► to-slice ─┘
 *                     └─ dead letters
 * </pre>
 *
 * <p>One model learns from everything, so every step runs with parallelism 1.
 */
public final class RoundJob {
  private final List<DataStream<RoundInput>> inputs = new ArrayList<>();
  private final List<DataStream<DeadLetter>> deadLetters = new ArrayList<>();

  private RoundJob() {}

  /** Makes a round of the job's settings. */
  @FunctionalInterface
  public interface Factory {

    /**
     * The round.
     *
     * @throws IllegalArgumentException if a setting is out of bounds, with its key
     */
    Round<?> of(Settings settings);
  }

  /** Where a slice comes from: Kafka, or records that a test gives. */
  interface Sources {
    <V extends SpecificRecordBase> DataStream<Received<V>> of(TopicReader<V> reader);
  }

  /** A job of this name that runs a round. */
  public static Job of(String name, Factory factory) {
    return new Job(name, (env, settings) -> define(env, settings, name, factory.of(settings)));
  }

  private static void define(
      StreamExecutionEnvironment env, Settings settings, String name, Round<?> round) {
    KafkaConfig kafka = KafkaConfig.from(settings);
    env.setParallelism(1);
    define(
        new Sources() {
          @Override
          public <V extends SpecificRecordBase> DataStream<Received<V>> of(TopicReader<V> reader) {
            return reader.source(env, kafka, name);
          }
        },
        name,
        round,
        MarkingSink.of(Topics.MODEL_RELEASES, ModelRelease.class, kafka, Marks.END),
        DeadLetters.sink(kafka));
  }

  /** Wires the graph. Sources and sinks come from outside, so a test can pass bounded ones. */
  static void define(
      Sources sources,
      String name,
      Round<?> round,
      Sink<Upsert<ModelRelease>> releases,
      Sink<DeadLetter> deadLetters) {
    RoundJob job = new RoundJob();
    Progress progress = Slice.PROGRESS;
    for (Slice<?> slice : round.slices()) {
      job.add(slice, progress, sources);
      progress = new Progress.NotAwaited(); // the first slice drives event time
    }
    job.add(ServingReleases.of(round.config().model()), progress, sources);
    job.add(RoundCommands.of(name), progress, sources);

    union(job.inputs)
        .keyBy(input -> RoundOperator.SHARD, Types.STRING)
        .transform(name, SerializedBy.upsert(ModelRelease.class), new RoundOperator<>(round))
        .uid("round")
        .sinkTo(releases)
        .uid("model-releases")
        .name("model-releases");

    union(job.deadLetters).sinkTo(deadLetters).uid("dead-letters").name("dead-letters");
  }

  private <V extends SpecificRecordBase> void add(
      Slice<V> slice, Progress progress, Sources sources) {
    TopicReader<V> reader = slice.reader().with(progress);
    var checked = reader.intake(sources.of(reader));
    deadLetters.add(checked.getSideOutput(DeadLetters.TAG));
    inputs.add(
        checked
            .process(new RoundInputs<>(slice), Types.POJO(RoundInput.class))
            .uid(slice.name() + "-slice")
            .name(slice.name() + "-slice"));
  }

  private static <T> DataStream<T> union(List<DataStream<T>> streams) {
    DataStream<T> all = streams.getFirst();
    for (DataStream<T> stream : streams.subList(1, streams.size())) {
      all = all.union(stream);
    }
    return all;
  }
}

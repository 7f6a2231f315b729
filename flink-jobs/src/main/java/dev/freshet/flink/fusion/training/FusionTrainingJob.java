package dev.freshet.flink.fusion.training;

import dev.freshet.flink.Settings;
import dev.freshet.flink.catalogue.Videos;
import dev.freshet.flink.examples.Examples;
import dev.freshet.flink.job.Job;
import dev.freshet.flink.kafka.DeadLetters;
import dev.freshet.flink.kafka.KafkaConfig;
import dev.freshet.flink.kafka.MarkingSink;
import dev.freshet.flink.kafka.MarkingSink.Marks;
import dev.freshet.flink.record.Received;
import dev.freshet.flink.record.SerializedBy;
import dev.freshet.flink.record.Upsert;
import dev.freshet.schemas.event.Video;
import dev.freshet.schemas.feature.ModelRelease;
import dev.freshet.schemas.feature.TrainingExample;
import dev.freshet.schemas.topic.DeadLetter;
import dev.freshet.schemas.topic.Topics;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * Learns a fusion from the long views so far, again and again as they become more, and releases it
 * to the job {@code fusion}.
 *
 * <pre>
 * training-examples ─► intake ─┐
 *                              ├─► fusion-training ─► model-releases
 * videos ────────────► intake ─┘
 *                        └─ dead letters
 * </pre>
 *
 * <p>One fusion is learned from everything, so every step runs with parallelism 1.
 */
public final class FusionTrainingJob {

  /** Name of the job. */
  public static final String NAME = "fusion-training";

  /** Its graph under this name. */
  public static final Job JOB = new Job(NAME, FusionTrainingJob::define);

  private FusionTrainingJob() {}

  /** Runs the job on a Flink cluster; see {@link Job#run}. */
  public static void main(String[] args) throws Exception {
    JOB.run(args);
  }

  /** Wires the job to Kafka. */
  public static void define(StreamExecutionEnvironment env, Settings settings) {
    KafkaConfig kafka = KafkaConfig.from(settings);
    FusionTrainingConfig config = FusionTrainingConfig.from(settings);
    env.setParallelism(1);
    define(
        Examples.reader(config.progress()).source(env, kafka, NAME),
        Videos.reader(config.progress()).source(env, kafka, NAME),
        config,
        MarkingSink.of(Topics.MODEL_RELEASES, ModelRelease.class, kafka, Marks.END),
        DeadLetters.sink(kafka));
  }

  /** Wires the graph. Sources and sinks come from outside, so a test can pass bounded ones. */
  static void define(
      DataStream<Received<TrainingExample>> examples,
      DataStream<Received<Video>> videos,
      FusionTrainingConfig config,
      Sink<Upsert<ModelRelease>> releases,
      Sink<DeadLetter> deadLetters) {

    var checkedExamples = Examples.reader(config.progress()).intake(examples);
    var checkedVideos = Videos.reader(config.progress()).intake(videos);

    checkedExamples
        .keyBy(example -> FusionTraining.SHARD, Types.STRING)
        .connect(checkedVideos.keyBy(video -> FusionTraining.SHARD, Types.STRING))
        .process(new FusionTraining(config), SerializedBy.upsert(ModelRelease.class))
        .uid("fusion-training")
        .name("fusion-training")
        .sinkTo(releases)
        .uid("model-releases")
        .name("model-releases");

    checkedExamples
        .getSideOutput(DeadLetters.TAG)
        .union(checkedVideos.getSideOutput(DeadLetters.TAG))
        .sinkTo(deadLetters)
        .uid("dead-letters")
        .name("dead-letters");
  }
}

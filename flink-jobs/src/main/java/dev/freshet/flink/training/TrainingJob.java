package dev.freshet.flink.training;

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
import dev.freshet.schemas.feature.EmbeddingRow;
import dev.freshet.schemas.feature.ModelEvaluation;
import dev.freshet.schemas.feature.ModelRelease;
import dev.freshet.schemas.feature.ScoredExample;
import dev.freshet.schemas.feature.TrainingExample;
import dev.freshet.schemas.topic.DeadLetter;
import dev.freshet.schemas.topic.Topics;
import java.util.Optional;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.java.typeutils.EitherTypeInfo;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.types.Either;

/**
 * Learns all models online and publishes what serving needs of them.
 *
 * <pre>
 * training-examples ─► intake ─┐                      ┌─► scored-examples
 *                              ├─► online-training ───┼─► embedding-rows
 * videos ─► intake ────────────┘       │              ├─► model-releases
 *             └─ dead letters          └─ late        └─► model-evaluations
 * </pre>
 *
 * <p>One trainer learns in one order, so every step runs with parallelism 1.
 */
public final class TrainingJob {

  /** Name of the job. */
  public static final String NAME = "training";

  /** Its graph under this name. */
  public static final Job JOB = new Job(NAME, TrainingJob::define);

  private static final TypeInformation<Either<Received<Video>, Received<EmbeddingRow>>> KNOWN =
      new EitherTypeInfo<>(
          SerializedBy.received(Video.class), SerializedBy.received(EmbeddingRow.class));

  private TrainingJob() {}

  /** Runs the job on a Flink cluster; see {@link Job#run}. */
  public static void main(String[] args) throws Exception {
    JOB.run(args);
  }

  /** Wires the job to Kafka. */
  public static void define(StreamExecutionEnvironment env, Settings settings) {
    KafkaConfig kafka = KafkaConfig.from(settings);
    TrainingConfig config = TrainingConfig.from(settings, kafka.partitions());
    env.setParallelism(1);
    MainTrainers trainers = MainTrainers.from(settings);
    int components = trainers.fusedDimension();
    define(
        Examples.reader(config.examples()).source(env, kafka, NAME),
        Videos.reader(config.videos()).source(env, kafka, NAME),
        components == 0
            ? Optional.empty()
            : Optional.of(FusedVectorTopic.reader(components).source(env, kafka, NAME)),
        config,
        trainers,
        Sinks.kafka(kafka));
  }

  /**
   * Wires the graph. Sources and sinks come from outside, so a test can pass bounded ones.
   *
   * @param halves fused vectors of videos; empty where no model reads them
   */
  static void define(
      DataStream<Received<TrainingExample>> examples,
      DataStream<Received<Video>> videos,
      Optional<DataStream<Received<EmbeddingRow>>> halves,
      TrainingConfig config,
      MainTrainers trainers,
      Sinks sinks) {

    var checkedExamples = Examples.reader(config.examples()).intake(examples);
    var checkedVideos = Videos.reader(config.videos()).intake(videos);
    var checkedHalves = halves.map(FusedVectorTopic.reader(trainers.fusedDimension())::intake);
    var deadLetters =
        checkedExamples
            .getSideOutput(DeadLetters.TAG)
            .union(checkedVideos.getSideOutput(DeadLetters.TAG));

    DataStream<Either<Received<Video>, Received<EmbeddingRow>>> known =
        checkedVideos
            .map(Either::<Received<Video>, Received<EmbeddingRow>>Left)
            .returns(KNOWN)
            .uid("known-videos")
            .name("known-videos");
    if (checkedHalves.isPresent()) {
      deadLetters = deadLetters.union(checkedHalves.get().getSideOutput(DeadLetters.TAG));
      known =
          known.union(
              checkedHalves
                  .get()
                  .map(Either::<Received<Video>, Received<EmbeddingRow>>Right)
                  .returns(KNOWN)
                  .uid("known-halves")
                  .name("known-halves"));
    }

    var scored =
        checkedExamples
            .keyBy(example -> OnlineTraining.SHARD, Types.STRING)
            .connect(known.keyBy(each -> OnlineTraining.SHARD, Types.STRING))
            .transform(
                "online-training",
                SerializedBy.upsert(ScoredExample.class),
                new OnlineTraining(config, trainers))
            .uid("online-training");

    scored.sinkTo(sinks.scored()).uid("scored-examples").name("scored-examples");
    scored
        .getSideOutput(Outputs.ROWS)
        .sinkTo(sinks.rows())
        .uid("embedding-rows")
        .name("embedding-rows");
    scored
        .getSideOutput(Outputs.RELEASES)
        .sinkTo(sinks.releases())
        .uid("model-releases")
        .name("model-releases");
    scored
        .getSideOutput(Outputs.EVALUATIONS)
        .sinkTo(sinks.evaluations())
        .uid("model-evaluations")
        .name("model-evaluations");
    scored
        .getSideOutput(DeadLetters.TAG)
        .union(deadLetters)
        .sinkTo(sinks.deadLetters())
        .uid("dead-letters")
        .name("dead-letters");
  }

  /** Where everything goes that the job makes. */
  record Sinks(
      Sink<Upsert<ScoredExample>> scored,
      Sink<Upsert<EmbeddingRow>> rows,
      Sink<Upsert<ModelRelease>> releases,
      Sink<Upsert<ModelEvaluation>> evaluations,
      Sink<DeadLetter> deadLetters) {

    static Sinks kafka(KafkaConfig kafka) {
      return new Sinks(
          MarkingSink.of(Topics.SCORED_EXAMPLES, ScoredExample.class, kafka, Marks.END),
          MarkingSink.of(Topics.EMBEDDING_ROWS, EmbeddingRow.class, kafka, Marks.END),
          MarkingSink.of(Topics.MODEL_RELEASES, ModelRelease.class, kafka, Marks.END),
          MarkingSink.of(Topics.MODEL_EVALUATIONS, ModelEvaluation.class, kafka, Marks.END),
          DeadLetters.sink(kafka));
    }
  }
}

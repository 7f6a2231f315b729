package dev.freshet.flink.labels;

import dev.freshet.flink.Settings;
import dev.freshet.flink.catalogue.Videos;
import dev.freshet.flink.completion.Completion;
import dev.freshet.flink.events.FeedbackEvents;
import dev.freshet.flink.job.Job;
import dev.freshet.flink.kafka.DeadLetters;
import dev.freshet.flink.kafka.KafkaConfig;
import dev.freshet.flink.kafka.MarkingSink;
import dev.freshet.flink.kafka.MarkingSink.Marks;
import dev.freshet.flink.record.Received;
import dev.freshet.flink.record.SerializedBy;
import dev.freshet.flink.record.Upsert;
import dev.freshet.schemas.event.FeedbackEvent;
import dev.freshet.schemas.event.Video;
import dev.freshet.schemas.feature.TrainingExample;
import dev.freshet.schemas.topic.DeadLetter;
import dev.freshet.schemas.topic.Topics;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * Joins each impression with its outcome and emits one training example.
 *
 * <pre>
 * feedback-events ─► intake ─► completion ─► by user ─► label-join ─► training-examples, with marks
 *                      │           ▲                         └─ late ──┐
 *                      │           └─ videos                           │
 *                      └─ undecodable, rejected ───────────────────────┴─► dead letters
 * </pre>
 */
public final class LabelsJob {

  /** Name of the job. */
  public static final String NAME = "labels";

  /** Its graph under this name. */
  public static final Job JOB = new Job(NAME, LabelsJob::define);

  private LabelsJob() {}

  /** Runs the job on a Flink cluster; see {@link Job#run}. */
  public static void main(String[] args) throws Exception {
    JOB.run(args);
  }

  /** Wires the job to Kafka. */
  public static void define(StreamExecutionEnvironment env, Settings settings) {
    KafkaConfig kafka = KafkaConfig.from(settings);
    LabelsConfig config = LabelsConfig.from(settings, kafka.partitions());
    env.setParallelism(config.parallelism());
    define(
        FeedbackEvents.reader(config.events()).source(env, kafka, NAME),
        Videos.reader(config.events().videos()).source(env, kafka, NAME),
        config,
        MarkingSink.of(Topics.TRAINING_EXAMPLES, TrainingExample.class, kafka, Marks.ALL),
        DeadLetters.sink(kafka));
  }

  /** Wires the graph. Source and sinks come from outside, so a test can pass bounded ones. */
  static void define(
      DataStream<Received<FeedbackEvent>> events,
      DataStream<Received<Video>> videos,
      LabelsConfig config,
      Sink<Upsert<TrainingExample>> examples,
      Sink<DeadLetter> deadLetters) {

    var intake = FeedbackEvents.reader(config.events()).intake(events);

    var joined =
        Completion.byUser(intake, videos, config.events())
            .transform(
                "label-join", SerializedBy.upsert(TrainingExample.class), new LabelJoin(config))
            .uid("label-join");

    joined.sinkTo(examples).uid("training-examples").name("training-examples");

    intake
        .getSideOutput(DeadLetters.TAG)
        .union(joined.getSideOutput(DeadLetters.TAG))
        .sinkTo(deadLetters)
        .uid("dead-letters")
        .name("dead-letters");
  }
}

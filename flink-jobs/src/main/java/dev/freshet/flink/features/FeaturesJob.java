package dev.freshet.flink.features;

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
import dev.freshet.flink.tracing.TracingConfig;
import dev.freshet.schemas.event.FeedbackEvent;
import dev.freshet.schemas.event.Video;
import dev.freshet.schemas.feature.UserSetEntry;
import dev.freshet.schemas.feature.UserState;
import dev.freshet.schemas.topic.DeadLetter;
import dev.freshet.schemas.topic.Topics;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * Keeps what is known of each user and publishes it after each event.
 *
 * <pre>
 * feedback-events ─► intake ─► completion ─► by user ─► user-state-update ─► user-states
 *                      │           ▲                          └─► user-set-entries
 *                      │           └─ videos
 *                      └─ dead letters
 * </pre>
 */
public final class FeaturesJob {

  /** Name of the job. */
  public static final String NAME = "features";

  /** Its graph under this name. */
  public static final Job JOB = new Job(NAME, FeaturesJob::define);

  private FeaturesJob() {}

  /** Runs the job on a Flink cluster; see {@link Job#run}. */
  public static void main(String[] args) throws Exception {
    JOB.run(args);
  }

  /** Wires the job to Kafka. */
  public static void define(StreamExecutionEnvironment env, Settings settings) {
    KafkaConfig kafka = KafkaConfig.from(settings);
    FeaturesConfig config = FeaturesConfig.from(settings, kafka.partitions());
    env.setParallelism(config.parallelism());
    define(
        FeedbackEvents.reader(config.events()).source(env, kafka, NAME),
        Videos.reader(config.events().videos()).source(env, kafka, NAME),
        config,
        TracingConfig.from(settings),
        MarkingSink.of(Topics.USER_STATES, UserState.class, kafka, Marks.END),
        MarkingSink.of(Topics.USER_SET_ENTRIES, UserSetEntry.class, kafka, Marks.END),
        DeadLetters.sink(kafka));
  }

  /** Wires the graph. Source and sinks come from outside, so a test can pass bounded ones. */
  static void define(
      DataStream<Received<FeedbackEvent>> events,
      DataStream<Received<Video>> videos,
      FeaturesConfig config,
      TracingConfig tracing,
      Sink<Upsert<UserState>> userStates,
      Sink<Upsert<UserSetEntry>> setEntries,
      Sink<DeadLetter> deadLetters) {

    var intake = FeedbackEvents.reader(config.events()).intake(events);

    SingleOutputStreamOperator<Upsert<UserState>> states =
        Completion.byUser(intake, videos, config.events())
            .transform(
                "user-state-update",
                SerializedBy.upsert(UserState.class),
                new UserStateUpdate(config, tracing))
            .uid("user-state-update");

    states.sinkTo(userStates).uid("user-states").name("user-states");
    states
        .getSideOutput(UserStateUpdate.SET_ENTRIES)
        .sinkTo(setEntries)
        .uid("user-set-entries")
        .name("user-set-entries");

    intake
        .getSideOutput(DeadLetters.TAG)
        .sinkTo(deadLetters)
        .uid("dead-letters")
        .name("dead-letters");
  }
}

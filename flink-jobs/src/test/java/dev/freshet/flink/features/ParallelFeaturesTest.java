package dev.freshet.flink.features;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.flink.CollectingSink;
import dev.freshet.flink.JobEnvironment;
import dev.freshet.flink.Partitions;
import dev.freshet.flink.Profile;
import dev.freshet.flink.Settings;
import dev.freshet.flink.TestCluster;
import dev.freshet.flink.record.Received;
import dev.freshet.flink.record.Upsert;
import dev.freshet.flink.tracing.TracingConfig;
import dev.freshet.schemas.event.FeedbackEvent;
import dev.freshet.schemas.feature.UserState;
import dev.freshet.schemas.topic.DeadLetter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The job with several tasks beside the job with one. */
class ParallelFeaturesTest {

  @RegisterExtension static final MiniClusterExtension FLINK = TestCluster.ofSlots(3);

  private static final List<Received<FeedbackEvent>> EVENTS = Partitions.events();

  @ParameterizedTest
  @EnumSource
  void publishesTheSameStatesOfEachUserInTheSameOrderWithAnyNumberOfTasks(Profile profile)
      throws Exception {
    Map<String, List<@Nullable UserState>> one = states(profile, 1);

    assertThat(one).hasSize(40);
    assertThat(one.get("user-7")).as("erased").containsNull();
    assertThat(states(profile, 3)).isEqualTo(one);
  }

  private static Map<String, List<@Nullable UserState>> states(Profile profile, int tasks)
      throws Exception {
    Settings settings =
        new Settings(
            profile,
            Map.of(
                "freshet.features.parallelism",
                Integer.toString(tasks),
                "freshet.features.publish-interval",
                "0 s"));
    var states = new CollectingSink<Upsert<UserState>>();
    var deadLetters = new CollectingSink<DeadLetter>();
    var env =
        StreamExecutionEnvironment.getExecutionEnvironment(
            JobEnvironment.configuration(settings, FeaturesJob.NAME));
    env.setParallelism(tasks);
    FeaturesJob.define(
        Partitions.read(env, EVENTS, tasks),
        Partitions.catalogue(env),
        FeaturesConfig.from(settings, Partitions.COUNT),
        TracingConfig.from(settings),
        states,
        new CollectingSink<>(),
        deadLetters);

    env.execute();

    assertThat(deadLetters.written()).isEmpty();
    Map<String, List<@Nullable UserState>> byUser = new TreeMap<>();
    for (Upsert<UserState> state : states.written()) {
      byUser.computeIfAbsent(state.key(), user -> new ArrayList<>()).add(state.value());
    }
    return byUser;
  }
}

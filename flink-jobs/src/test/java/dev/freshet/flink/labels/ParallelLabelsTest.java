package dev.freshet.flink.labels;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.flink.CollectingSink;
import dev.freshet.flink.JobEnvironment;
import dev.freshet.flink.Partitions;
import dev.freshet.flink.Profile;
import dev.freshet.flink.Settings;
import dev.freshet.flink.TestCluster;
import dev.freshet.flink.record.Received;
import dev.freshet.flink.record.Upsert;
import dev.freshet.schemas.event.FeedbackEvent;
import dev.freshet.schemas.feature.TrainingExample;
import dev.freshet.schemas.topic.DeadLetter;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The job with several tasks beside the job with one. */
class ParallelLabelsTest {

  @RegisterExtension static final MiniClusterExtension FLINK = TestCluster.ofSlots(3);

  private static final List<Received<FeedbackEvent>> EVENTS = Partitions.events();

  @ParameterizedTest
  @EnumSource
  void labelsTheSameWithAnyNumberOfTasks(Profile profile) throws Exception {
    Map<String, TrainingExample> one = labels(profile, 1);

    assertThat(one).hasSizeGreaterThan(500);
    assertThat(labels(profile, 3)).isEqualTo(one);
  }

  private static Map<String, TrainingExample> labels(Profile profile, int tasks) throws Exception {
    Settings settings =
        new Settings(profile, Map.of("freshet.labels.parallelism", Integer.toString(tasks)));
    var examples = new CollectingSink<Upsert<TrainingExample>>();
    var deadLetters = new CollectingSink<DeadLetter>();
    var env =
        StreamExecutionEnvironment.getExecutionEnvironment(
            JobEnvironment.configuration(settings, LabelsJob.NAME));
    env.setParallelism(tasks);
    LabelsJob.define(
        Partitions.read(env, EVENTS, tasks),
        Partitions.catalogue(env),
        LabelsConfig.from(settings, Partitions.COUNT),
        examples,
        deadLetters);

    env.execute();

    assertThat(deadLetters.written()).isEmpty();
    Map<String, TrainingExample> byId = new TreeMap<>();
    for (Upsert<TrainingExample> example : examples.written()) {
      assertThat(byId.put(example.required().getExampleId(), example.required())).isNull();
    }
    return byId;
  }
}

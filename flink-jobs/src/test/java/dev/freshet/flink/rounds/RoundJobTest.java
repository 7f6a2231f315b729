package dev.freshet.flink.rounds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.flink.JobEnvironment;
import dev.freshet.flink.Profile;
import dev.freshet.flink.Records;
import dev.freshet.flink.Settings;
import dev.freshet.schemas.feature.TrainingExample;
import dev.freshet.schemas.feature.UserCounters;
import dev.freshet.testkit.TestEvents;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamNode;
import org.apache.flink.streaming.util.ProcessFunctionTestHarnesses;
import org.junit.jupiter.api.Test;

class RoundJobTest {

  @Test
  void readsEachSliceTheServingReleaseAndCommandsUnderStableNames() {
    Settings settings =
        new Settings(Profile.LIVE, Map.of("freshet.kafka.bootstrap-servers", "localhost:9092"));
    var flink = JobEnvironment.configuration(settings, "count-job");
    flink.set(PipelineOptions.AUTO_GENERATE_UIDS, false); // a step without one fails
    var env = StreamExecutionEnvironment.getExecutionEnvironment(flink);

    RoundJob.of("count-job", any -> CountRound.of(new Trigger.ByCount(3, 2, 100)))
        .graph()
        .define(env, settings);

    assertThat(env.getStreamGraph().getStreamNodes())
        .extracting(StreamNode::getTransformationUID)
        .contains(
            "training-examples-slice",
            "videos-slice",
            "serving-releases-slice",
            "round-commands-slice",
            "round");
  }

  @Test
  void keepsWhatTheSliceKeepsAndPassesOnErasuresAndRemovals() throws Exception {
    TrainingExample liked = example("alice", true, false);
    try (var views =
            ProcessFunctionTestHarnesses.forProcessFunction(new RoundInputs<>(CountRound.VIEWS));
        var videos =
            ProcessFunctionTestHarnesses.forProcessFunction(new RoundInputs<>(CountRound.VIDEOS))) {
      for (TrainingExample example :
          List.of(liked, example("bob", false, false), example("carol", false, true))) {
        views.processElement(Records.of(example), 0);
      }
      videos.processElement(Records.removal("v1", 7), 0);

      assertThat(views.extractOutputValues())
          .usingRecursiveFieldByFieldElementComparator()
          .containsExactly(
              new RoundInput(
                  "training-examples",
                  "alice",
                  Records.of(liked).bytes(),
                  null,
                  TestEvents.START.toEpochMilli()),
              new RoundInput(
                  "training-examples", "carol", null, "carol", TestEvents.START.toEpochMilli()));
      assertThat(videos.extractOutputValues())
          .containsExactly(new RoundInput("videos", "v1", null, null, 7));
    }
  }

  private static TrainingExample example(String user, boolean longView, boolean erasure) {
    return TrainingExample.newBuilder()
        .setExampleId(user)
        .setUser(user)
        .setVideo("v1")
        .setSurface("main")
        .setShownAt(TestEvents.START)
        .setLabelledAt(TestEvents.START)
        .setCounters(new UserCounters(0L, 0L, 0L, 0L, 0L))
        .setLongView(longView)
        .setLiked(false)
        .setErasure(erasure)
        .build();
  }
}

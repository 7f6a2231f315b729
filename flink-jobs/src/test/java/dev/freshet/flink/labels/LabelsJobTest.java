package dev.freshet.flink.labels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.freshet.flink.CollectingSink;
import dev.freshet.flink.JobEnvironment;
import dev.freshet.flink.Partitions;
import dev.freshet.flink.Profile;
import dev.freshet.flink.Records;
import dev.freshet.flink.Settings;
import dev.freshet.flink.record.Received;
import dev.freshet.flink.record.SerializedBy;
import dev.freshet.flink.record.Upsert;
import dev.freshet.schemas.event.EventKind;
import dev.freshet.schemas.event.FeedbackEvent;
import dev.freshet.schemas.event.Video;
import dev.freshet.schemas.feature.TrainingExample;
import dev.freshet.schemas.topic.DeadLetter;
import dev.freshet.testkit.TestEvents;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class LabelsJobTest {

  @RegisterExtension static final MiniClusterExtension FLINK = new MiniClusterExtension();

  private static final Settings REPLAY = new Settings(Profile.REPLAY, Map.of());
  private static final int PARTITIONS = 2;

  @Test
  void labelsTheSameHoweverThePartitionsInterleave() throws Exception {
    List<List<Received<FeedbackEvent>>> partitions =
        List.of(partition(0, "ann", "bob"), partition(1, "cem", "dot"));

    Map<String, TrainingExample> one = labels(interleaved(partitions, new Random(1)));
    Map<String, TrainingExample> other = labels(interleaved(partitions, new Random(2)));

    assertThat(one).hasSize(4 * 20).isEqualTo(other);
    assertThat(one.values()).extracting(TrainingExample::getLongView).contains(true, false);
  }

  @Test
  void takesTheLengthFromTheCatalogueWhereTheEventLeavesItOut() throws Exception {
    Instant at = TestEvents.START;
    Video cat = Video.newBuilder(TestEvents.video("cat", "anna")).setLengthMillis(8_000).build();
    List<Received<FeedbackEvent>> events =
        List.of(
            Records.of(TestEvents.impression("ann", "cat", at), 0, 0),
            Records.of(watch("ann", "cat", at.plusSeconds(9)), 0, 1),
            Records.of(TestEvents.impression("ann", "dog", at.plusSeconds(10)), 0, 2),
            Records.of(watch("ann", "dog", at.plusSeconds(19)), 0, 3));

    Map<String, TrainingExample> examples = labels(events, cat);

    assertThat(examples.values())
        .extracting(TrainingExample::getVideo, TrainingExample::getLongView)
        .containsExactlyInAnyOrder(tuple("cat", true), tuple("dog", false));
    assertThat(examples.values())
        .filteredOn(example -> example.getVideo().equals("dog"))
        .singleElement()
        .satisfies(example -> assertThat(example.getPositives()).hasSize(1));
  }

  private static FeedbackEvent watch(String user, String video, Instant at) {
    return TestEvents.of(EventKind.WATCH, user, video, at).setWatchedMillis(8_000L).build();
  }

  private static Map<String, TrainingExample> labels(
      List<Received<FeedbackEvent>> events, Video... videos) throws Exception {
    var examples = new CollectingSink<Upsert<TrainingExample>>();
    var deadLetters = new CollectingSink<DeadLetter>();
    var env =
        StreamExecutionEnvironment.getExecutionEnvironment(
            JobEnvironment.configuration(REPLAY, LabelsJob.NAME));
    env.setParallelism(1);
    LabelsJob.define(
        env.fromData(events, SerializedBy.received(FeedbackEvent.class)),
        Partitions.catalogue(env, videos),
        LabelsConfig.from(REPLAY, PARTITIONS),
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

  /** What two users do, with a mark after every few events, as a log's writer leaves them. */
  private static List<Received<FeedbackEvent>> partition(int partition, String... users) {
    List<Received<FeedbackEvent>> records = new ArrayList<>();
    Random random = new Random(partition);
    for (int i = 0; i < 20; i++) {
      Instant at = TestEvents.START.plusSeconds(60L * i);
      for (String user : users) {
        String video = "v" + random.nextInt(5) + "-" + i;
        records.add(Records.of(TestEvents.impression(user, video, at)));
        if (random.nextBoolean()) {
          records.add(Records.of(TestEvents.longView(user, video, at.plusSeconds(25))));
        }
      }
      records.add(Records.mark(partition, at.plusSeconds(59).toEpochMilli()));
    }
    records.add(Records.mark(partition, Long.MAX_VALUE));
    return records;
  }

  private static List<Received<FeedbackEvent>> interleaved(
      List<List<Received<FeedbackEvent>>> partitions, Random random) {
    List<Received<FeedbackEvent>> all = new ArrayList<>();
    int[] next = new int[partitions.size()];
    while (true) {
      int partition = random.nextInt(partitions.size());
      if (next[partition] == partitions.get(partition).size()) {
        partition = 1 - partition;
        if (next[partition] == partitions.get(partition).size()) {
          return all;
        }
      }
      all.add(partitions.get(partition).get(next[partition]++));
    }
  }
}

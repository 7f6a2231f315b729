package dev.freshet.flink.completion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.flink.CollectingSink;
import dev.freshet.flink.JobEnvironment;
import dev.freshet.flink.Partitions;
import dev.freshet.flink.Profile;
import dev.freshet.flink.Records;
import dev.freshet.flink.Settings;
import dev.freshet.flink.TestCluster;
import dev.freshet.flink.events.EventsConfig;
import dev.freshet.flink.events.FeedbackEvents;
import dev.freshet.flink.record.Received;
import dev.freshet.schemas.event.EventKind;
import dev.freshet.schemas.event.FeedbackEvent;
import dev.freshet.schemas.event.Video;
import dev.freshet.testkit.TestEvents;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompletionTest {

  @RegisterExtension static final MiniClusterExtension FLINK = TestCluster.ofSlots(3);

  private static final int USERS = 8;

  @ParameterizedTest
  @CsvSource({"REPLAY, 1", "REPLAY, 3", "LIVE, 1", "LIVE, 3"})
  void keepsTheOrderOfEachUsersEvents(Profile profile, int tasks) throws Exception {
    List<Received<FeedbackEvent>> records = events();
    Map<String, List<String>> inTopic = new TreeMap<>();
    for (Received<FeedbackEvent> record : records) {
      if (record.value() != null) {
        inTopic.computeIfAbsent(record.keyText(), user -> new ArrayList<>()).add(id(record));
      }
    }

    Map<String, List<String>> completed = new TreeMap<>();
    Map<String, Long> lengths = new HashMap<>();
    for (Received<FeedbackEvent> record : run(profile, records, tasks)) {
      completed.computeIfAbsent(record.keyText(), user -> new ArrayList<>()).add(id(record));
      lengths.put(id(record), record.required().getLengthMillis());
    }

    assertThat(completed).isEqualTo(inTopic);
    assertThat(lengths).containsEntry("WATCH-user-0-cat-0", 8_000L);
    assertThat(lengths).containsEntry("WATCH-user-0-unknown-1", null);
  }

  private static List<Received<FeedbackEvent>> run(
      Profile profile, List<Received<FeedbackEvent>> records, int tasks) throws Exception {
    Settings settings = new Settings(profile, Map.of("freshet.events.catalogue-wait", "1 min"));
    EventsConfig config = EventsConfig.from(settings, Partitions.COUNT);
    var env =
        StreamExecutionEnvironment.getExecutionEnvironment(
            JobEnvironment.configuration(settings, "completion"));
    env.setParallelism(tasks);
    Video cat = Video.newBuilder(TestEvents.video("cat", "anna")).setLengthMillis(8_000).build();
    var sink = new CollectingSink<Received<FeedbackEvent>>();
    var intake = FeedbackEvents.reader(config).intake(Partitions.read(env, records, tasks));

    Completion.byUser(intake, Partitions.catalogue(env, cat), config).sinkTo(sink);

    env.execute();
    return sink.written();
  }

  /** Half of all watches without a length, every other one of a video that nobody knows. */
  private static List<Received<FeedbackEvent>> events() {
    List<Received<FeedbackEvent>> records = new ArrayList<>();
    Random random = new Random(7);
    for (int i = 0; i < 200; i++) {
      Instant at = TestEvents.START.plusSeconds(i);
      for (int user = 0; user < USERS; user++) {
        var event =
            TestEvents.of(EventKind.WATCH, "user-" + user, i % 2 == 0 ? "cat" : "unknown", at)
                .setEventId(
                    "WATCH-user-%d-%s-%d".formatted(user, i % 2 == 0 ? "cat" : "unknown", i))
                .setWatchedMillis(8_000L);
        if (i > 1 && random.nextBoolean()) {
          event.setLengthMillis(9_000L);
        }
        records.add(Records.of(event.build(), user % Partitions.COUNT, records.size()));
      }
      if (i % 10 == 9) {
        for (int partition = 0; partition < Partitions.COUNT; partition++) {
          records.add(Records.mark(partition, at.toEpochMilli()));
        }
      }
    }
    return records;
  }

  private static String id(Received<FeedbackEvent> record) {
    return record.required().getEventId();
  }
}

package dev.freshet.flink;

import dev.freshet.flink.record.Received;
import dev.freshet.flink.record.SerializedBy;
import dev.freshet.schemas.event.FeedbackEvent;
import dev.freshet.schemas.event.Video;
import dev.freshet.testkit.TestEvents;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** A topic of events as several tasks read it, for tests. */
public final class Partitions {

  /** Partitions of the topic. */
  public static final int COUNT = 4;

  private static final int USERS = 40;
  private static final int VISITS = 15;

  private Partitions() {}

  /** Each partition in order, by one of the tasks; the tasks do not wait for each other. */
  public static DataStream<Received<FeedbackEvent>> read(
      StreamExecutionEnvironment env, List<Received<FeedbackEvent>> records, int tasks) {
    var type = SerializedBy.received(FeedbackEvent.class);
    return env.fromData(records, type)
        .partitionCustom((partition, count) -> partition % count, Received::partition)
        .map(record -> record)
        .returns(type)
        .setParallelism(tasks);
  }

  /** The catalogue: videos, and a mark for the end of time in each partition. */
  public static DataStream<Received<Video>> catalogue(
      StreamExecutionEnvironment env, Video... videos) {
    List<Received<Video>> records = new ArrayList<>();
    for (Video video : videos) {
      records.add(Records.of(video));
    }
    for (int partition = 0; partition < COUNT; partition++) {
      records.add(Records.mark(partition, Long.MAX_VALUE));
    }
    return env.fromData(records, SerializedBy.received(Video.class));
  }

  /**
   * What users do over a quarter of an hour: they are shown videos, watch some, like some, come
   * back to some, and one of them is erased. Each partition ends with a mark, and has others in
   * between.
   */
  public static List<Received<FeedbackEvent>> events() {
    List<Received<FeedbackEvent>> records = new ArrayList<>();
    Random random = new Random(5);
    for (int visit = 0; visit < VISITS; visit++) {
      Instant at = TestEvents.START.plusSeconds(60L * visit);
      for (int user = 0; user < USERS; user++) {
        String name = "user-" + user;
        String video = "v" + random.nextInt(5);
        add(records, user, TestEvents.impression(name, video, at));
        if (random.nextBoolean()) {
          add(records, user, TestEvents.longView(name, video, at.plusSeconds(25)));
        }
        if (random.nextInt(4) == 0) {
          add(records, user, TestEvents.like(name, video, at.plusSeconds(26)));
        }
        if (user == 7 && visit == VISITS / 2) {
          add(records, user, TestEvents.erase(name, at.plusSeconds(30)));
        }
      }
      for (int partition = 0; partition < COUNT; partition++) {
        records.add(Records.mark(partition, at.plusSeconds(59).toEpochMilli()));
      }
    }
    for (int partition = 0; partition < COUNT; partition++) {
      records.add(Records.mark(partition, Long.MAX_VALUE));
    }
    return records;
  }

  private static void add(List<Received<FeedbackEvent>> records, int user, FeedbackEvent event) {
    records.add(Records.of(event, user % COUNT, records.size()));
  }
}

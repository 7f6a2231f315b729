package dev.freshet.models.history;

import dev.freshet.schemas.event.FeedbackEvent;
import dev.freshet.schemas.feature.UserState;
import dev.freshet.schemas.serde.AvroProjection;
import dev.freshet.schemas.topic.Topics;
import dev.freshet.testkit.TestEvents;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What an event does to the state of a user who has watched so many videos. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class UserStatesBenchmark {

  @Param({"10", "1000"})
  public int watched;

  private final Serializer<UserState> writer = Topics.USER_STATES.valueSerde().serializer();
  private final Deserializer<UserState> reader = Topics.USER_STATES.valueSerde().deserializer();
  private final AvroProjection head = AvroProjection.of(UserState.class, "user", "version", "asOf");

  private UserState state;
  private byte[] bytes;
  private FeedbackEvent longView;

  @Setup(Level.Trial)
  public void watch() {
    UserState known = null;
    for (int i = 0; i < watched; i++) {
      Instant at = TestEvents.START.plusSeconds(60L * i);
      String video = "v" + i;
      known =
          UserStates.apply(
              known, TestEvents.impression("alice", video, at), HistoryConfig.defaults());
      FeedbackEvent watch =
          i % 2 == 0
              ? TestEvents.longView("alice", video, at.plusSeconds(20))
              : TestEvents.skip("alice", video, at.plusSeconds(1));
      known = UserStates.apply(known, watch, HistoryConfig.defaults());
    }
    state = known;
    bytes = writeAvro();
    longView =
        TestEvents.longView("alice", "new", TestEvents.START.plusSeconds(60L * watched + 20));
  }

  @Benchmark
  public UserState applyLongView() {
    return UserStates.apply(state, longView, HistoryConfig.defaults());
  }

  @Benchmark
  public byte[] writeAvro() {
    return writer.serialize("user-states", state);
  }

  @Benchmark
  public UserState readAvro() {
    return reader.deserialize("user-states", bytes);
  }

  /** What a serving node reads of every state that comes. */
  @Benchmark
  public Object readHead() {
    return head.decode(bytes);
  }
}

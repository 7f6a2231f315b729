package dev.freshet.serving.feedback;

import dev.freshet.schemas.event.FeedbackEvent;
import dev.freshet.schemas.topic.Topics;
import dev.freshet.serving.intake.Batch;
import dev.freshet.testkit.TestEvents;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What becomes of an event of a body of a hundred: read from JSON, written and read as Avro. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@OperationsPerInvocation(EventBenchmark.EVENTS)
public class EventBenchmark {

  static final int EVENTS = 100;

  private final EventReader reader =
      EventReader.ofAnyUser(
          id -> TestEvents.video(id, "anna"), (user, at) -> false, Clock.systemUTC());
  private final Serializer<FeedbackEvent> writer = Topics.FEEDBACK_EVENTS.valueSerde().serializer();
  private final Deserializer<FeedbackEvent> avro =
      Topics.FEEDBACK_EVENTS.valueSerde().deserializer();

  private byte[] body;
  private List<FeedbackEvent> events;
  private List<byte[]> records;

  @Setup(Level.Trial)
  public void write() {
    body =
        IntStream.range(0, EVENTS)
            .mapToObj(
                i ->
                    """
                    {"eventId":"e%d","requestId":"r%d","user":"u%d","video":"v%d","kind":"WATCH",
                     "occurredAt":%d,"watchedMillis":9000,"lengthMillis":20000,"surface":"main",
                     "device":"phone"}"""
                        .formatted(i, i / 10, i % 7, i, 1_767_225_600_000L + i))
            .collect(Collectors.joining(",", "[", "]"))
            .getBytes(StandardCharsets.UTF_8);
    events = ((Batch.Read<FeedbackEvent>) readJson()).items();
    records = writeAvro();
  }

  @Benchmark
  public Batch<FeedbackEvent> readJson() {
    return Batch.read(body, reader);
  }

  @Benchmark
  public List<byte[]> writeAvro() {
    List<byte[]> written = new ArrayList<>(EVENTS);
    for (FeedbackEvent event : events) {
      written.add(writer.serialize("feedback-events", event));
    }
    return written;
  }

  @Benchmark
  public List<FeedbackEvent> readAvro() {
    List<FeedbackEvent> read = new ArrayList<>(EVENTS);
    for (byte[] each : records) {
      read.add(avro.deserialize("feedback-events", each));
    }
    return read;
  }
}

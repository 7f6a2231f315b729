package dev.freshet.loadtests.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.freshet.schemas.event.EventKind;
import dev.freshet.schemas.event.FeedbackEvent;
import dev.freshet.schemas.event.Video;
import dev.freshet.schemas.topic.Topics;
import dev.freshet.schemas.topic.WatermarkMark;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RoundRobinPartitioner;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class LogWriterTest {

  private static final int PARTITIONS = 2;
  private static final Instant START = Instant.parse("2022-04-25T00:00:00Z");

  private final MockProducer<byte[], byte[]> producer =
      new MockProducer<>(
          cluster(),
          true,
          new RoundRobinPartitioner(),
          new ByteArraySerializer(),
          new ByteArraySerializer());
  private final LogWriter writer =
      new LogWriter(producer, new Pace(Double.POSITIVE_INFINITY, () -> 0));

  @Test
  void endsEachPartitionOfBothTopics() throws InterruptedException {
    writer.writeVideos(List.of(video("cat")).iterator());
    writer.writeEvents(Stream.of(event("alice", 0), event("bob", 1)).iterator());

    assertThat(ends(Topics.VIDEOS.name())).containsExactly(0, 1);
    assertThat(ends(Topics.FEEDBACK_EVENTS.name())).containsExactly(0, 1);
    assertThat(writer.eventsWritten()).isEqualTo(2);
  }

  @Test
  void marksEachTenMinutesOfEventTimeJustBelowTheNextEvent() throws InterruptedException {
    writer.writeEvents(
        Stream.of(event("a", 0), event("b", 60), event("c", 660), event("d", 661)).iterator());

    assertThat(marksOfFirstPartition())
        .containsExactly(millis(0) - 1, millis(660) - 1, Long.MAX_VALUE);
  }

  @Test
  void marksEachTwoThousandRecords() throws InterruptedException {
    writer.writeEvents(IntStream.range(0, 4_001).mapToObj(i -> event("user-" + i, 30)).iterator());

    // all of one instant: nothing more can be promised until it has passed
    assertThat(marksOfFirstPartition()).containsExactly(millis(30) - 1, Long.MAX_VALUE);
  }

  @Test
  void promisesNothingThatItDoesNotKeep() throws InterruptedException {
    writer.writeEvents(
        IntStream.range(0, 9_000).mapToObj(i -> event("user-" + i, i / 3)).iterator());

    long promised = Long.MIN_VALUE;
    for (ProducerRecord<byte[], byte[]> record : producer.history()) {
      WatermarkMark mark = WatermarkMark.in(record.headers());
      if (mark != null) {
        promised = mark.upTo();
      } else {
        assertThat(at(record)).isGreaterThan(promised);
      }
    }
  }

  @Test
  void refusesALogThatIsNotInOrder() {
    assertThatExceptionOfType(ReplayException.class)
        .isThrownBy(() -> writer.writeEvents(Stream.of(event("a", 5), event("b", 4)).iterator()))
        .withMessageContaining("b-4");
  }

  private List<Long> marksOfFirstPartition() {
    return producer.history().stream()
        .filter(record -> Objects.equals(record.partition(), 0))
        .map(record -> WatermarkMark.in(record.headers()))
        .filter(Objects::nonNull)
        .map(WatermarkMark::upTo)
        .toList();
  }

  private List<Integer> ends(String topic) {
    return producer.history().stream()
        .filter(record -> record.topic().equals(topic))
        .filter(
            record -> {
              WatermarkMark mark = WatermarkMark.in(record.headers());
              return mark != null && mark.upTo() == Long.MAX_VALUE;
            })
        .map(ProducerRecord::partition)
        .toList();
  }

  private static long at(ProducerRecord<byte[], byte[]> record) {
    return Topics.FEEDBACK_EVENTS
        .valueSerde()
        .deserializer()
        .deserialize(record.topic(), record.value())
        .getOccurredAt()
        .toEpochMilli();
  }

  private static long millis(long seconds) {
    return START.plusSeconds(seconds).toEpochMilli();
  }

  private static FeedbackEvent event(String user, long seconds) {
    return FeedbackEvent.newBuilder()
        .setEventId(user + "-" + seconds)
        .setUser(user)
        .setVideo("cat")
        .setKind(EventKind.IMPRESSION)
        .setOccurredAt(START.plusSeconds(seconds))
        .build();
  }

  private static Video video(String id) {
    return Video.newBuilder()
        .setVideo(id)
        .setAuthor("author")
        .setLengthMillis(10_000)
        .setUploadedAt(START)
        .setUpdatedAt(START)
        .build();
  }

  private static Cluster cluster() {
    var node = new Node(0, "127.0.0.1", 9092);
    List<PartitionInfo> partitions =
        Stream.of(Topics.VIDEOS.name(), Topics.FEEDBACK_EVENTS.name())
            .flatMap(
                topic ->
                    IntStream.range(0, PARTITIONS)
                        .mapToObj(
                            partition ->
                                new PartitionInfo(
                                    topic, partition, node, new Node[] {node}, new Node[] {node})))
            .toList();
    return new Cluster("test", List.of(node), partitions, java.util.Set.of(), java.util.Set.of());
  }
}

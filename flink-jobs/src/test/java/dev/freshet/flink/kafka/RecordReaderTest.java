package dev.freshet.flink.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.flink.record.Received;
import dev.freshet.schemas.event.FeedbackEvent;
import dev.freshet.schemas.serde.AvroSerde;
import dev.freshet.schemas.topic.WatermarkMark;
import dev.freshet.testkit.TestEvents;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.apache.flink.api.common.functions.util.ListCollector;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RecordReaderTest {

  private static final FeedbackEvent EVENT = TestEvents.like("anna", "v1", TestEvents.START);
  private static final byte[] ENCODED = AvroSerde.of(FeedbackEvent.class).encode(EVENT);

  @Test
  void saysWhyARecordCannotBeDecoded() {
    var reader = new RecordReader<>(FeedbackEvent.class, Keys.ALL);
    byte[] garbage = "not avro".getBytes(StandardCharsets.UTF_8);

    var received = reader.received(new ConsumerRecord<>("feedback-events", 1, 2, null, garbage));

    assertThat(received.value()).isNull();
    assertThat(received.bytes()).isEqualTo(garbage);
    assertThat(received.problem()).isNotBlank();
  }

  @Test
  void leavesOutRecordsOfOtherKeysButNotMarks() {
    var reader = new RecordReader<>(FeedbackEvent.class, key -> key.startsWith("a"));
    List<Received<FeedbackEvent>> read = new ArrayList<>();
    var out = new ListCollector<>(read);

    for (String key : List.of("anna", "bob", WatermarkMark.KEY)) {
      byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
      reader.deserialize(new ConsumerRecord<>("feedback-events", 1, 2, bytes, null), out);
    }

    assertThat(read).extracting(Received::keyText).containsExactly("anna", WatermarkMark.KEY);
  }

  @Test
  void ignoresATraceWithoutAValueOrOfAnyLength() {
    var reader = new RecordReader<>(FeedbackEvent.class, Keys.ALL);
    byte @Nullable [] none = null;

    for (byte @Nullable [] trace :
        Arrays.asList(none, new byte[0], new byte[1 << 16], new byte[] {-1})) {
      var record = record("anna", ENCODED);
      record.headers().add("traceparent", trace);

      var received = reader.received(record);

      assertThat(received.problem()).isNull();
      assertThat(received.value()).isEqualTo(EVENT);
    }
  }

  @Test
  void takesAnyTimestampAsNoLaterThanNow() {
    var reader = new RecordReader<>(FeedbackEvent.class, Keys.ALL);
    long before = System.currentTimeMillis();

    for (long timestamp : new long[] {Long.MIN_VALUE, -1, Long.MAX_VALUE}) {
      assertThat(reader.received(stamped(timestamp)).arrivedAt())
          .isBetween(before, System.currentTimeMillis());
    }
    assertThat(reader.received(stamped(before - 5)).arrivedAt()).isEqualTo(before - 5);
  }

  @Test
  void makesAMarkOfTwoBillionWritersADeadLetter() {
    var reader = new RecordReader<>(FeedbackEvent.class, Keys.ALL);
    byte @Nullable [] noValue = null;
    var record = record(WatermarkMark.KEY, noValue);
    record
        .headers()
        .add(
            "freshet-watermark",
            ByteBuffer.allocate(16).putLong(0).putInt(0).putInt(Integer.MAX_VALUE).array());

    var received = reader.received(record);

    assertThat(received.mark()).isNull();
    assertThat(received.problem()).contains("watermark mark");
  }

  @Test
  void survivesAnyRecord() {
    var reader = new RecordReader<>(FeedbackEvent.class, Keys.ALL);
    var random = new SplittableRandom(7);
    List<Received<FeedbackEvent>> read = new ArrayList<>();

    for (int i = 0; i < 20_000; i++) {
      var record = any(random);
      reader.deserialize(record, new ListCollector<>(read));
    }

    assertThat(read).hasSize(20_000).allMatch(received -> received.topic().equals("t"));
  }

  @SuppressWarnings("NullAway") // Kafka does not say that keys and values may be null
  private static ConsumerRecord<byte[], byte[]> any(SplittableRandom random) {
    byte[] key =
        random.nextInt(4) == 0
            ? WatermarkMark.KEY.getBytes(StandardCharsets.UTF_8)
            : anyBytes(random, 12);
    byte[] value = random.nextInt(3) == 0 ? changed(random) : anyBytes(random, 40);
    var record =
        new ConsumerRecord<>(
            "t",
            0,
            random.nextLong() >>> 1,
            random.nextBoolean() ? random.nextLong() : random.nextLong(2_000_000_000_000L),
            TimestampType.CREATE_TIME,
            0,
            0,
            key,
            value,
            new RecordHeaders(),
            Optional.empty());
    for (int header = random.nextInt(3); header > 0; header--) {
      String name = random.nextBoolean() ? "traceparent" : "freshet-watermark";
      record.headers().add(name, random.nextBoolean() ? anyBytes(random, 16) : mark(random));
    }
    return record;
  }

  private static byte[] mark(SplittableRandom random) {
    return ByteBuffer.allocate(16)
        .putLong(random.nextLong())
        .putInt(random.nextInt())
        .putInt(random.nextInt())
        .array();
  }

  private static byte[] changed(SplittableRandom random) {
    byte[] bytes = ENCODED.clone();
    bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
    return bytes;
  }

  private static byte @Nullable [] anyBytes(SplittableRandom random, int most) {
    if (random.nextInt(5) == 0) {
      byte @Nullable [] none = null;
      return none;
    }
    byte[] bytes = new byte[random.nextInt(most + 1)];
    random.nextBytes(bytes);
    return bytes;
  }

  private static ConsumerRecord<byte[], byte[]> record(String key, byte @Nullable [] value) {
    return new ConsumerRecord<>(
        "feedback-events", 1, 2, key.getBytes(StandardCharsets.UTF_8), value);
  }

  private static ConsumerRecord<byte[], byte[]> stamped(long timestamp) {
    return new ConsumerRecord<>(
        "feedback-events",
        1,
        2,
        timestamp,
        TimestampType.CREATE_TIME,
        0,
        0,
        "anna".getBytes(StandardCharsets.UTF_8),
        ENCODED,
        new RecordHeaders(),
        Optional.empty());
  }
}

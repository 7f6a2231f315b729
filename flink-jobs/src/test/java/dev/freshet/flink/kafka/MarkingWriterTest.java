package dev.freshet.flink.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.flink.record.Upsert;
import dev.freshet.schemas.feature.UserCounters;
import dev.freshet.schemas.serde.AvroSerde;
import dev.freshet.schemas.topic.WatermarkMark;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.streaming.runtime.tasks.TestProcessingTimeService;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MarkingWriterTest {

  private static final AvroSerde<UserCounters> SERDE = AvroSerde.of(UserCounters.class);

  private final TestProcessingTimeService time = new TestProcessingTimeService();
  private final Sent sent = new Sent();

  @BeforeEach
  void startTheClock() throws Exception {
    time.setCurrentTime(0);
  }

  @Test
  void writesAMarkIntoEveryPartitionAfterTheRecordsBeforeIt() throws Exception {
    try (var writer = writer(MarkingSink.Marks.ALL)) {
      writer.write(new Upsert<>("ann", new UserCounters(1L, 0L, 0L, 0L, 0L)), CONTEXT);
      writer.writeWatermark(new Watermark(5));
    }

    assertThat(sent.summary()).containsExactly("ann", "mark 5 in 0", "mark 5 in 1");
  }

  @Test
  void bundlesMarksThatComeFasterThanTheInterval() throws Exception {
    try (var writer = writer(MarkingSink.Marks.ALL)) {
      writer.writeWatermark(new Watermark(5));
      writer.writeWatermark(new Watermark(6));
      writer.writeWatermark(new Watermark(7));
      time.setCurrentTime(20);
    }

    assertThat(sent.summary())
        .containsExactly("mark 5 in 0", "mark 5 in 1", "mark 7 in 0", "mark 7 in 1");
  }

  @Test
  void neverDelaysTheEndOfTheLog() throws Exception {
    try (var writer = writer(MarkingSink.Marks.END)) {
      writer.writeWatermark(new Watermark(5));
      writer.writeWatermark(new Watermark(Long.MAX_VALUE));
    }

    assertThat(sent.summary())
        .containsExactly("mark " + Long.MAX_VALUE + " in 0", "mark " + Long.MAX_VALUE + " in 1");
  }

  @Test
  void writesARemovalAsATombstone() throws Exception {
    try (var writer = writer(MarkingSink.Marks.END)) {
      writer.write(new Upsert<>("ann", null), CONTEXT);
    }

    assertThat(sent.records)
        .singleElement()
        .satisfies(record -> assertThat(record.value()).isNull());
  }

  private MarkingWriter<UserCounters> writer(MarkingSink.Marks marks) {
    return new MarkingWriter<>(
        sent,
        time,
        new MarkingWriter.Target<>("topic", SERDE, 2),
        marks,
        Duration.ofMillis(20),
        0,
        1);
  }

  private static final SinkWriter.Context CONTEXT =
      new SinkWriter.Context() {
        @Override
        public long currentWatermark() {
          return 0;
        }

        @Override
        public Long timestamp() {
          return 0L;
        }
      };

  private static final class Sent implements SinkWriter<ProducerRecord<byte[], byte[]>> {
    private final List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();

    List<String> summary() {
      return records.stream().map(Sent::summary).toList();
    }

    private static String summary(ProducerRecord<byte[], byte[]> record) {
      WatermarkMark mark = WatermarkMark.in(record.headers());
      return mark == null
          ? new String(record.key(), StandardCharsets.UTF_8)
          : "mark %d in %d".formatted(mark.upTo(), record.partition());
    }

    @Override
    public void write(ProducerRecord<byte[], byte[]> record, Context context) {
      records.add(record);
    }

    @Override
    public void flush(boolean endOfInput) {
      // nothing is held back
    }

    @Override
    public void close() {
      // nothing is open
    }
  }
}

package dev.freshet.flink.kafka;

import dev.freshet.flink.record.Upsert;
import dev.freshet.schemas.serde.AvroSerde;
import dev.freshet.schemas.topic.HeaderTexts;
import dev.freshet.schemas.topic.WatermarkMark;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.operators.ProcessingTimeService;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Writes upserts and marks. A watermark that comes sooner after the last mark than the interval
 * waits for the rest of it; the end of the log never waits.
 */
final class MarkingWriter<V extends SpecificRecordBase> implements SinkWriter<Upsert<V>> {

  private final SinkWriter<ProducerRecord<byte[], byte[]>> records;
  private final ProcessingTimeService timers;
  private final Target<V> target;
  private final MarkingSink.Marks marks;
  private final long interval;
  private final int writer;
  private final int writers;
  private long written = Long.MIN_VALUE;
  private long waiting = Long.MIN_VALUE;
  private long writtenAt = Long.MIN_VALUE;
  private boolean timerSet;
  private boolean closed;

  MarkingWriter(
      SinkWriter<ProducerRecord<byte[], byte[]>> records,
      ProcessingTimeService timers,
      Target<V> target,
      MarkingSink.Marks marks,
      Duration markInterval,
      int writer,
      int writers) {
    this.records = records;
    this.timers = timers;
    this.target = target;
    this.marks = marks;
    this.interval = markInterval.toMillis();
    this.writer = writer;
    this.writers = writers;
  }

  @Override
  public void write(Upsert<V> upsert, Context context) throws IOException, InterruptedException {
    byte[] key = upsert.key().getBytes(StandardCharsets.UTF_8);
    byte[] value = upsert.value() == null ? null : target.serde().encode(upsert.value());
    ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(target.topic(), key, value);
    if (upsert.trace() != null) {
      record.headers().add(HeaderTexts.TRACE, upsert.trace().getBytes(StandardCharsets.UTF_8));
    }
    if (upsert.applied() != null) {
      upsert.applied().addTo(record.headers());
    }
    records.write(record, context);
  }

  @Override
  public void writeWatermark(Watermark watermark) throws IOException, InterruptedException {
    long upTo = watermark.getTimestamp();
    boolean end = upTo == Long.MAX_VALUE;
    if (upTo <= written || (!end && marks == MarkingSink.Marks.END)) {
      return;
    }
    waiting = upTo;
    long now = timers.getCurrentProcessingTime();
    if (end || writtenAt == Long.MIN_VALUE || now - writtenAt >= interval) {
      writeMarks(now);
    } else if (!timerSet) {
      timerSet = true;
      ScheduledFuture<?> unused = timers.registerTimer(writtenAt + interval, this::intervalPassed);
    }
  }

  @Override
  public void flush(boolean endOfInput) throws IOException, InterruptedException {
    records.flush(endOfInput);
  }

  @Override
  public void close() throws Exception {
    closed = true;
    records.close();
  }

  private void intervalPassed(long scheduled) throws IOException, InterruptedException {
    timerSet = false;
    if (!closed && waiting > written) {
      writeMarks(timers.getCurrentProcessingTime());
    }
  }

  private void writeMarks(long now) throws IOException, InterruptedException {
    WatermarkMark mark = new WatermarkMark(waiting, writer, writers);
    for (int partition = 0; partition < target.partitions(); partition++) {
      records.write(mark.record(target.topic(), partition), new MarkContext(waiting));
    }
    written = waiting;
    writtenAt = now;
  }

  /** Where and how values are written. */
  record Target<V extends SpecificRecordBase>(String topic, AvroSerde<V> serde, int partitions) {}

  private record MarkContext(long currentWatermark) implements Context {

    @Override
    public @Nullable Long timestamp() {
      return null;
    }
  }
}

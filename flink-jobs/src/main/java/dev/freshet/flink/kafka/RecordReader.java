package dev.freshet.flink.kafka;

import dev.freshet.flink.record.Received;
import dev.freshet.flink.record.SerializedBy;
import dev.freshet.schemas.serde.AvroSerde;
import dev.freshet.schemas.topic.HeaderTexts;
import dev.freshet.schemas.topic.WatermarkMark;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Turns each record of a topic into one {@link Received}; what cannot be decoded says why. */
final class RecordReader<V extends SpecificRecordBase>
    implements KafkaRecordDeserializationSchema<Received<V>> {
  private static final long serialVersionUID = 1L;
  private static final byte[] MARK_KEY = WatermarkMark.KEY.getBytes(StandardCharsets.UTF_8);

  private final Class<V> type;
  private final Keys keys;
  private transient @Nullable AvroSerde<V> serde;

  RecordReader(Class<V> type, Keys keys) {
    this.type = type;
    this.keys = keys;
  }

  @Override
  public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<Received<V>> out) {
    if (isMark(record) || keys.wants(text(record.key()))) {
      out.collect(received(record));
    }
  }

  private static boolean isMark(ConsumerRecord<byte[], byte[]> record) {
    return Arrays.equals(record.key(), MARK_KEY);
  }

  private static String text(byte @Nullable [] key) {
    return key == null ? "" : new String(key, StandardCharsets.UTF_8);
  }

  Received<V> received(ConsumerRecord<byte[], byte[]> record) {
    if (isMark(record)) {
      return mark(record);
    }
    if (record.value() == null) {
      return of(record, null, null, null);
    }
    if (serde == null) {
      serde = AvroSerde.of(type);
    }
    try {
      return of(record, serde.decode(record.value()), null, null);
    } catch (RuntimeException e) {
      // whatever is odd about a value, it makes the record a dead letter and nothing else
      return of(record, null, null, String.valueOf(e.getMessage()));
    }
  }

  private Received<V> mark(ConsumerRecord<byte[], byte[]> record) {
    WatermarkMark mark = WatermarkMark.in(record.headers());
    return mark == null
        ? of(record, null, null, "a watermark mark without a header that makes sense")
        : of(record, null, mark, null);
  }

  private static <V> Received<V> of(
      ConsumerRecord<byte[], byte[]> record,
      @Nullable V value,
      @Nullable WatermarkMark mark,
      @Nullable String problem) {
    return new Received<>(
        record.topic(),
        record.partition(),
        record.offset(),
        arrivedAt(record.timestamp()),
        record.key(),
        record.value(),
        value,
        mark,
        problem,
        HeaderTexts.trace(record.headers()));
  }

  /** A producer may stamp a record with any number; none arrived later than it is read. */
  private static long arrivedAt(long timestamp) {
    long now = System.currentTimeMillis();
    return timestamp < 0 ? now : Math.min(timestamp, now);
  }

  @Override
  public TypeInformation<Received<V>> getProducedType() {
    return SerializedBy.received(type);
  }
}

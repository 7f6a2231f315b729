package dev.freshet.flink.kafka;

import dev.freshet.flink.record.Received;
import dev.freshet.flink.record.SerializedBy;
import dev.freshet.schemas.serde.AvroSerde;
import dev.freshet.schemas.topic.WatermarkMark;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** Turns each record of a topic into one {@link Received}; what cannot be decoded says why. */
final class RecordReader<V extends SpecificRecordBase>
    implements KafkaRecordDeserializationSchema<Received<V>> {
  private static final long serialVersionUID = 1L;
  private static final byte[] MARK_KEY = WatermarkMark.KEY.getBytes(StandardCharsets.UTF_8);

  /** W3C's header; ours in Kafka as well. */
  static final String TRACE = "traceparent";

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
    } catch (SerializationException e) {
      return of(record, null, null, String.valueOf(e.getMessage()));
    }
  }

  private Received<V> mark(ConsumerRecord<byte[], byte[]> record) {
    try {
      WatermarkMark mark = WatermarkMark.in(record.headers());
      return mark == null
          ? of(record, null, null, "a watermark mark without its header")
          : of(record, null, mark, null);
    } catch (IllegalArgumentException e) {
      return of(record, null, null, "not a watermark mark: " + e.getMessage());
    }
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
        record.timestamp(),
        record.key(),
        record.value(),
        value,
        mark,
        problem,
        trace(record));
  }

  private static @Nullable String trace(ConsumerRecord<byte[], byte[]> record) {
    Header trace = record.headers().lastHeader(TRACE);
    return trace == null ? null : new String(trace.value(), StandardCharsets.UTF_8);
  }

  @Override
  public TypeInformation<Received<V>> getProducedType() {
    return SerializedBy.received(type);
  }
}

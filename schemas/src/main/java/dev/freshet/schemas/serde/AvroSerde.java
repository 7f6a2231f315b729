package dev.freshet.schemas.serde;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;

/**
 * Reads and writes one kind of record in Avro's single-object encoding: two magic bytes, the
 * fingerprint of the writer's schema (64 bits, little-endian), the body. Thread-safe.
 *
 * <p>A null value stays null: on compacted topics it removes the key. What cannot be decoded raises
 * a {@link SerializationException} that says why, for the dead letters.
 *
 * @param <T> generated record
 */
public final class AvroSerde<T extends SpecificRecordBase> implements Serde<T> {

  static {
    TrustedRecords.trust();
  }

  private final Schema schema;
  private final BinaryMessageEncoder<T> encoder;
  private final SingleObjectReader<T> reader;

  private AvroSerde(Schema schema, List<Schema> writers, SpecificData data) {
    this.schema = schema;
    this.encoder = new BinaryMessageEncoder<>(data, schema, false);
    List<Schema> all = new ArrayList<>(writers);
    all.add(schema);
    this.reader = new SingleObjectReader<>(schema, all, data);
  }

  /** The serde of {@code type}, a generated record. */
  public static <T extends SpecificRecordBase> AvroSerde<T> of(Class<T> type) {
    Schema schema = SpecificData.getForClass(type).getSchema(type);
    return of(type, ReleasedSchemas.of(schema.getFullName()));
  }

  /** A serde of {@code type} that also reads what was written with {@code writers}. */
  static <T extends SpecificRecordBase> AvroSerde<T> of(Class<T> type, List<Schema> writers) {
    SpecificData data = SpecificData.getForClass(type);
    return new AvroSerde<>(data.getSchema(type), writers, data);
  }

  /** The schema that records are written with. */
  public Schema schema() {
    return schema;
  }

  /**
   * The record in single-object encoding.
   *
   * @throws SerializationException if the record breaks its schema, such as by a missing field
   */
  public byte[] encode(T value) {
    try {
      ByteBuffer buffer = encoder.encode(value);
      byte[] bytes = new byte[buffer.remaining()];
      buffer.get(bytes);
      return bytes;
    } catch (IOException | RuntimeException e) {
      throw new SerializationException("cannot encode " + schema.getFullName() + ": " + e, e);
    }
  }

  /**
   * The record in {@code bytes}, written with any released version of its schema.
   *
   * @throws SerializationException if the bytes are no such record
   */
  public T decode(byte[] bytes) {
    return reader.decode(bytes);
  }

  @Override
  @SuppressWarnings("NullAway") // see deserializer()
  public Serializer<T> serializer() {
    return (topic, value) -> value == null ? null : encode(value);
  }

  @Override
  @SuppressWarnings("NullAway") // Kafka's interface does not say that a tombstone's value is null
  public Deserializer<T> deserializer() {
    return (topic, bytes) -> bytes == null ? null : decode(bytes);
  }
}

package dev.freshet.schemas.serde;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.message.BinaryMessageDecoder;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.avro.message.MissingSchemaException;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;

/**
 * Reads and writes one kind of record in Avro's single-object encoding. Thread-safe.
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

  private final BinaryMessageEncoder<T> encoder;
  private final BinaryMessageDecoder<T> decoder;
  private final String name;

  private AvroSerde(Schema schema, SpecificData data) {
    this.name = schema.getFullName();
    this.encoder = new BinaryMessageEncoder<>(data, schema);
    this.decoder = new BinaryMessageDecoder<>(data, schema, ReleasedSchemas.store(schema));
  }

  /** The serde of {@code type}, a generated record. */
  public static <T extends SpecificRecordBase> AvroSerde<T> of(Class<T> type) {
    SpecificData data = SpecificData.getForClass(type);
    return new AvroSerde<>(data.getSchema(type), data);
  }

  /** The record in single-object encoding. */
  public byte[] encode(T value) {
    try {
      ByteBuffer buffer = encoder.encode(value);
      byte[] bytes = new byte[buffer.remaining()];
      buffer.get(bytes);
      return bytes;
    } catch (IOException | AvroRuntimeException e) {
      throw new SerializationException("cannot encode " + name, e);
    }
  }

  /**
   * The record in {@code bytes}, written with any released version of its schema.
   *
   * @throws SerializationException if the bytes are no such record
   */
  public T decode(byte[] bytes) {
    try {
      return decoder.decode(bytes);
    } catch (MissingSchemaException e) {
      throw new SerializationException(
          "no released version of " + name + " has this fingerprint: " + e.getMessage(), e);
    } catch (IOException | RuntimeException e) {
      // Corrupt bodies surface as almost any runtime exception of Avro's decoder.
      throw new SerializationException("cannot decode " + name + ": " + e, e);
    }
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

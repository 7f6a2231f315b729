package dev.freshet.schemas.serde;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DatumReader;
import org.apache.avro.io.DecoderFactory;
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

  /* Avro's own BinaryMessageDecoder reads from a stream, so it cannot see that a corrupt length is
   * longer than the record: it allocates first and fails later. It also ignores what follows the
   * body. Reading from the array itself gives both checks. */

  private static final byte[] MAGIC = {(byte) 0xC3, 0x01};
  private static final int HEADER_BYTES = MAGIC.length + Long.BYTES;

  private final Schema schema;
  private final BinaryMessageEncoder<T> encoder;
  private final Map<Long, DatumReader<T>> readers;

  private AvroSerde(Schema schema, List<Schema> writers, SpecificData data) {
    this.schema = schema;
    this.encoder = new BinaryMessageEncoder<>(data, schema, false);
    this.readers = readers(schema, writers, data);
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
    if (bytes.length < HEADER_BYTES || bytes[0] != MAGIC[0] || bytes[1] != MAGIC[1]) {
      throw new SerializationException(
          "cannot decode %s: %d bytes without the header of a single Avro object"
              .formatted(schema.getFullName(), bytes.length));
    }
    long fingerprint = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong(MAGIC.length);
    DatumReader<T> reader = readers.get(fingerprint);
    if (reader == null) {
      throw new SerializationException(
          "cannot decode %s: no released version has the fingerprint %s"
              .formatted(schema.getFullName(), HexFormat.of().toHexDigits(fingerprint)));
    }
    return body(bytes, reader);
  }

  private T body(byte[] bytes, DatumReader<T> reader) {
    try {
      BinaryDecoder body =
          DecoderFactory.get()
              .binaryDecoder(bytes, HEADER_BYTES, bytes.length - HEADER_BYTES, null);
      T value = reader.read(null, body);
      if (!body.isEnd()) {
        throw new SerializationException("the record ends before its bytes do");
      }
      return value;
    } catch (IOException | RuntimeException e) {
      // Corrupt bodies surface as almost any runtime exception of Avro's decoder.
      throw new SerializationException("cannot decode " + schema.getFullName() + ": " + e, e);
    }
  }

  /** A reader into {@code schema} for each of the writers and for itself, by fingerprint. */
  @SuppressWarnings("unchecked") // a specific reader makes the record of its schema, which is T
  private static <T> Map<Long, DatumReader<T>> readers(
      Schema schema, List<Schema> writers, SpecificData data) {
    Map<Long, DatumReader<T>> readers = new HashMap<>();
    for (Schema writer : writers) {
      readers.put(
          SchemaNormalization.parsingFingerprint64(writer),
          (DatumReader<T>) data.createDatumReader(writer, schema));
    }
    readers.put(
        SchemaNormalization.parsingFingerprint64(schema),
        (DatumReader<T>) data.createDatumReader(schema, schema));
    return Map.copyOf(readers);
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

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
import org.apache.avro.generic.GenericData;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DatumReader;
import org.apache.avro.io.DecoderFactory;
import org.apache.kafka.common.errors.SerializationException;

/**
 * Reads records in Avro's single-object encoding, whichever of the writers' schemas they were
 * written with. Thread-safe.
 *
 * @param <T> what is made of a record
 */
final class SingleObjectReader<T> {

  /* Avro's own BinaryMessageDecoder reads from a stream, so it cannot see that a corrupt length is
   * longer than the record: it allocates first and fails later. It also ignores what follows the
   * body. Reading from the array itself gives both checks. */

  private static final byte[] MAGIC = {(byte) 0xC3, 0x01};
  private static final int HEADER_BYTES = MAGIC.length + Long.BYTES;

  private final String name;
  private final Map<Long, DatumReader<T>> readers;

  /**
   * @param schema that records are read into
   * @param data makes the readers; they must make a {@code T} of that schema
   */
  SingleObjectReader(Schema schema, List<Schema> writers, GenericData data) {
    name = schema.getFullName();
    readers = readers(schema, writers, data);
  }

  @SuppressWarnings("unchecked") // as the constructor wants it
  private static <T> Map<Long, DatumReader<T>> readers(
      Schema schema, List<Schema> writers, GenericData data) {
    Map<Long, DatumReader<T>> readers = new HashMap<>();
    for (Schema writer : writers) {
      readers.put(
          SchemaNormalization.parsingFingerprint64(writer),
          (DatumReader<T>) data.createDatumReader(writer, schema));
    }
    return Map.copyOf(readers);
  }

  /**
   * What the bytes hold.
   *
   * @throws SerializationException if they are no such record
   */
  T decode(byte[] bytes) {
    if (bytes.length < HEADER_BYTES || bytes[0] != MAGIC[0] || bytes[1] != MAGIC[1]) {
      throw new SerializationException(
          "cannot decode %s: %d bytes without the header of a single Avro object"
              .formatted(name, bytes.length));
    }
    long fingerprint = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong(MAGIC.length);
    DatumReader<T> reader = readers.get(fingerprint);
    if (reader == null) {
      throw new SerializationException(
          "cannot decode %s: no released version has the fingerprint %s"
              .formatted(name, HexFormat.of().toHexDigits(fingerprint)));
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
      throw new SerializationException("cannot decode " + name + ": " + e, e);
    }
  }
}

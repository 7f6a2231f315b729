package dev.freshet.models.rows;

import dev.freshet.models.ModelException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/**
 * How a row is saved: format version, whether it is admitted, sights, seenAt, and of an admitted
 * row step, values and accumulators; little-endian.
 */
final class RowCodec {
  private static final byte VERSION = 1;
  private static final int HEAD = 2 + Integer.BYTES + Long.BYTES;

  private RowCodec() {}

  static byte[] encode(Row row) {
    int body = row.admitted() ? Long.BYTES + 2 * Float.BYTES * row.values.length : 0;
    ByteBuffer bytes = ByteBuffer.allocate(HEAD + body).order(ByteOrder.LITTLE_ENDIAN);
    bytes.put(VERSION).put((byte) (row.admitted() ? 1 : 0)).putInt(row.sights).putLong(row.seenAt);
    if (row.admitted()) {
      bytes.putLong(row.step);
      bytes.asFloatBuffer().put(row.values).put(row.squares);
    }
    return bytes.array();
  }

  static void decode(byte[] value, Row row) {
    ByteBuffer bytes = ByteBuffer.wrap(value).order(ByteOrder.LITTLE_ENDIAN);
    byte version = bytes.get();
    if (version != VERSION) {
      throw new ModelException("rows: unknown format version " + version + " of row " + row.id);
    }
    boolean admitted = bytes.get() == 1;
    row.sights = bytes.getInt();
    row.seenAt = bytes.getLong();
    if (!admitted) {
      return;
    }
    int width = row.table.config.width();
    row.step = bytes.getLong();
    FloatBuffer floats = bytes.asFloatBuffer();
    if (floats.remaining() != 2 * width) {
      throw new ModelException(
          "rows: row %s/%s has %d floats, its table wants %d"
              .formatted(row.table.config.name(), row.id, floats.remaining(), 2 * width));
    }
    row.values = new float[width];
    row.squares = new float[width];
    row.gradient = new float[width];
    floats.get(row.values).get(row.squares);
  }

  static byte[] encode(long clock) {
    return ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(clock).array();
  }

  static long decodeClock(byte[] value) {
    return ByteBuffer.wrap(value).order(ByteOrder.LITTLE_ENDIAN).getLong();
  }
}

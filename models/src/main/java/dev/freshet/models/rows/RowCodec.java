package dev.freshet.models.rows;

import dev.freshet.models.ModelException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.List;

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

  /** The rows of a round that are still there: for each its table, id and number of uses. */
  static byte[] encode(List<Row> round) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      for (Row row : round) {
        if (!row.removed) {
          out.writeUTF(row.table.config.name());
          out.writeUTF(row.id);
          out.writeInt(row.uses);
        }
      }
    } catch (IOException e) {
      throw new ModelException("rows: writing a round", e);
    }
    return bytes.toByteArray();
  }

  /** Lists the rows of a round again; their values come, or came, by themselves. */
  static void decodeRound(byte[] value, RowStore store) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(value))) {
      while (in.available() > 0) {
        String table = in.readUTF();
        Row row = store.existing(table).row(in.readUTF());
        row.uses = in.readInt();
        row.inRound = true;
        store.round.add(row);
      }
    } catch (IOException e) {
      throw new ModelException("rows: reading a round", e);
    }
  }
}

package dev.freshet.models.data;

import dev.freshet.schemas.event.EventKind;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Comparator;

/**
 * One impression of a log with its outcome.
 *
 * @param time when the video was shown, milliseconds since 1970
 * @param order place in the log: number of the file, then of the row
 * @param watchedMillis time played; 0 where it was not
 * @param lengthMillis length of the video; 0 where unknown
 * @param outcomes bits of {@link Outcome}
 */
record LogRow(
    long time,
    long order,
    String user,
    String video,
    long watchedMillis,
    long lengthMillis,
    int outcomes,
    String surface) {

  static final Comparator<LogRow> BY_TIME =
      Comparator.comparingLong(LogRow::time).thenComparingLong(LogRow::order);

  private static final int ROW_BITS = 40;

  /** Orders rows by file, then by row. */
  static long order(int file, long row) {
    return (long) file << ROW_BITS | row;
  }

  /** Prefix of the ids of the row's events. */
  String id() {
    return (order >>> ROW_BITS) + "-" + (order & ((1L << ROW_BITS) - 1));
  }

  /** What a row can say besides that the video was watched; a bit each. */
  enum Outcome {
    LIKE(EventKind.LIKE, 1),
    FOLLOW(EventKind.FOLLOW, 2),
    COMMENT(EventKind.COMMENT, 4),
    SHARE(EventKind.SHARE, 8),
    HIDE(EventKind.HIDE, 16);

    private final EventKind kind;
    private final int bit;

    Outcome(EventKind kind, int bit) {
      this.kind = kind;
      this.bit = bit;
    }

    EventKind kind() {
      return kind;
    }

    int bit() {
      return bit;
    }

    boolean in(int outcomes) {
      return (outcomes & bit) != 0;
    }
  }

  void write(DataOutput out) throws IOException {
    out.writeLong(time);
    out.writeLong(order);
    out.writeUTF(user);
    out.writeUTF(video);
    out.writeLong(watchedMillis);
    out.writeLong(lengthMillis);
    out.writeByte(outcomes);
    out.writeUTF(surface);
  }

  static LogRow read(DataInput in) throws IOException {
    return new LogRow(
        in.readLong(),
        in.readLong(),
        in.readUTF(),
        in.readUTF(),
        in.readLong(),
        in.readLong(),
        in.readByte(),
        in.readUTF());
  }
}

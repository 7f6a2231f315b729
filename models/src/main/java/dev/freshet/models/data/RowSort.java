package dev.freshet.models.data;

import dev.freshet.models.ModelException;
import dev.freshet.models.data.csv.LogIterator;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Rows in the order of time, whatever order they are in: pieces that fit into memory are sorted
 * and, when there are several, written to a temporary folder and merged from there.
 */
final class RowSort {

  private RowSort() {}

  /**
   * The rows in order; closes {@code rows} when they have been read.
   *
   * @param piece rows held in memory at a time
   */
  static LogIterator<LogRow> sorted(LogIterator<LogRow> rows, int piece) {
    List<LogIterator<LogRow>> pieces = new ArrayList<>();
    @Nullable Path folder = null;
    try (rows) {
      List<LogRow> held = new ArrayList<>();
      while (rows.hasNext()) {
        held.add(rows.next());
        if (held.size() == piece && rows.hasNext()) {
          folder = folder == null ? Files.createTempDirectory("freshet-sort") : folder;
          pieces.add(written(held, folder.resolve("rows-" + pieces.size())));
          held = new ArrayList<>();
        }
      }
      held.sort(LogRow.BY_TIME);
      pieces.add(new Held(held.iterator()));
      return new Merged(pieces, folder);
    } catch (IOException e) {
      new Merged(pieces, folder).close();
      throw new ModelException("sorting a log in " + System.getProperty("java.io.tmpdir"), e);
    }
  }

  /** The rows of logs that are sorted each, in order. */
  static LogIterator<LogRow> merged(List<LogIterator<LogRow>> sorted) {
    return new Merged(sorted, null);
  }

  private static LogIterator<LogRow> written(List<LogRow> rows, Path file) throws IOException {
    rows.sort(LogRow.BY_TIME);
    try (DataOutputStream out =
        new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
      for (LogRow row : rows) {
        row.write(out);
      }
    }
    return new Written(
        file,
        new DataInputStream(new BufferedInputStream(Files.newInputStream(file))),
        rows.size());
  }

  /** A piece in memory. */
  private record Held(Iterator<LogRow> rows) implements LogIterator<LogRow> {

    @Override
    public boolean hasNext() {
      return rows.hasNext();
    }

    @Override
    public LogRow next() {
      return rows.next();
    }

    @Override
    public void close() {
      // memory only
    }
  }

  /** A piece in a file, which goes when it is closed. */
  private static final class Written implements LogIterator<LogRow> {
    private final Path file;
    private final DataInputStream in;
    private int left;

    Written(Path file, DataInputStream in, int left) {
      this.file = file;
      this.in = in;
      this.left = left;
    }

    @Override
    public boolean hasNext() {
      return left > 0;
    }

    @Override
    public LogRow next() {
      if (left == 0) {
        throw new NoSuchElementException();
      }
      try {
        left--;
        return LogRow.read(in);
      } catch (IOException e) {
        throw new ModelException("reading " + file, e);
      }
    }

    @Override
    public void close() {
      try {
        in.close();
        Files.deleteIfExists(file);
      } catch (IOException e) {
        throw new ModelException("removing " + file, e);
      }
    }
  }

  /** Several sorted pieces as one. */
  private static final class Merged implements LogIterator<LogRow> {
    private final List<LogIterator<LogRow>> pieces;
    private final @Nullable Path folder;
    private final PriorityQueue<Head> heads = new PriorityQueue<>();

    Merged(List<LogIterator<LogRow>> pieces, @Nullable Path folder) {
      this.pieces = pieces;
      this.folder = folder;
      for (LogIterator<LogRow> piece : pieces) {
        if (piece.hasNext()) {
          heads.add(new Head(piece.next(), piece));
        }
      }
    }

    @Override
    public boolean hasNext() {
      return !heads.isEmpty();
    }

    @Override
    public LogRow next() {
      Head head = heads.remove();
      if (head.rest.hasNext()) {
        heads.add(new Head(head.rest.next(), head.rest));
      }
      return head.row;
    }

    @Override
    public void close() {
      pieces.forEach(LogIterator::close);
      if (folder != null) {
        try {
          Files.deleteIfExists(folder);
        } catch (IOException e) {
          throw new ModelException("removing " + folder, e);
        }
      }
    }
  }

  private record Head(LogRow row, LogIterator<LogRow> rest) implements Comparable<Head> {

    @Override
    public int compareTo(Head other) {
      return LogRow.BY_TIME.compare(row, other.row);
    }
  }
}

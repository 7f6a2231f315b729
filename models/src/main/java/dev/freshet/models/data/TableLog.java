package dev.freshet.models.data;

import dev.freshet.models.ModelException;
import dev.freshet.models.data.csv.BadRows;
import dev.freshet.models.data.csv.Concatenated;
import dev.freshet.models.data.csv.CsvFile;
import dev.freshet.models.data.csv.LogIterator;
import dev.freshet.schemas.event.FeedbackEvent;
import dev.freshet.schemas.event.Video;
import dev.freshet.schemas.serde.TrustedRecords;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/**
 * A log whose impressions lie in the rows of some files, in any order, and whose videos lie in the
 * rows of another one. What a row means is the layout's part: {@link MovieLens}, {@link KuaiRec},
 * {@link Mind}. Events carry no author.
 */
final class TableLog implements LogDataset {

  /** Stands for the author that a layout does not know: a video must have one. */
  static final String UNKNOWN_AUTHOR = "unknown";

  private static final int PIECE = 100_000;

  private final Path folder;
  private final String prefix;
  private final ZoneId zone;
  private final List<Table<LogRow>> logs;
  private final Table<Video> videos;
  private final @Nullable Past past;
  private @Nullable LogSummary summary;

  /**
   * @param prefix of the events' ids, different for each layout
   * @param videos of several rows with one video the first counts
   */
  TableLog(Path folder, String prefix, ZoneId zone, List<Table<LogRow>> logs, Table<Video> videos) {
    this(folder, prefix, zone, logs, videos, null);
  }

  /**
   * A log that also says what users did before it.
   *
   * @param past null where it does not say
   */
  TableLog(
      Path folder,
      String prefix,
      ZoneId zone,
      List<Table<LogRow>> logs,
      Table<Video> videos,
      @Nullable Past past) {
    this.folder = folder;
    this.prefix = prefix;
    this.zone = zone;
    this.logs = List.copyOf(logs);
    this.videos = videos;
    this.past = past;
    TrustedRecords.trust();
  }

  @Override
  public Path folder() {
    return folder;
  }

  @Override
  public ZoneId zone() {
    return zone;
  }

  @Override
  public LogSummary summary() {
    LogSummary known = summary;
    if (known == null) {
      known = readAll();
      summary = known;
    }
    return known;
  }

  @Override
  public LogIterator<Video> videos() {
    return videos(new BadRows());
  }

  private LogIterator<Video> videos(BadRows badRows) {
    Set<String> seen = new HashSet<>();
    return videos.rows(badRows, video -> seen.add(video.getVideo()));
  }

  @Override
  public LogIterator<FeedbackEvent> events() {
    List<LogIterator<LogRow>> sorted = new ArrayList<>();
    for (Table<LogRow> log : logs) {
      sorted.add(RowSort.sorted(log.rows(new BadRows(), row -> true), PIECE));
    }
    LogIterator<FeedbackEvent> log = new RowEvents(prefix, RowSort.merged(sorted), video -> null);
    return past == null ? log : new Concatenated<>(past.histories(summary().first()), log);
  }

  /** What users did before a log. */
  @FunctionalInterface
  interface Past {

    /** One HISTORY of each user who has one, before {@code begin}. */
    LogIterator<FeedbackEvent> histories(Instant begin);
  }

  private LogSummary readAll() {
    BadRows badRows = new BadRows();
    long found = 0;
    try (LogIterator<Video> rows = videos(badRows)) {
      for (; rows.hasNext(); rows.next()) {
        found++;
      }
    }
    Set<String> users = new HashSet<>();
    long impressions = 0;
    long first = Long.MAX_VALUE;
    long last = Long.MIN_VALUE;
    for (Table<LogRow> log : logs) {
      try (LogIterator<LogRow> rows = log.rows(badRows, row -> true)) {
        while (rows.hasNext()) {
          LogRow row = rows.next();
          impressions++;
          users.add(row.user());
          first = Math.min(first, row.time());
          last = Math.max(last, row.time());
        }
      }
    }
    if (impressions == 0) {
      throw new ModelException(
          "no impression in " + logs.stream().map(log -> log.file().path()).toList());
    }
    return new LogSummary(
        found,
        users.size(),
        impressions,
        Instant.ofEpochMilli(first),
        Instant.ofEpochMilli(last),
        badRows.rows(),
        badRows.bad(),
        badRows.first());
  }

  /** The value of a column that must have one. */
  static String required(CSVRecord row, String column) {
    String value = row.get(column).strip();
    if (value.isEmpty()) {
      throw new IllegalArgumentException(column + " is empty");
    }
    return value;
  }

  /**
   * A file and what its rows mean.
   *
   * @param read none, one or several values of a row; throws an IllegalArgumentException that says
   *     why a row is bad
   */
  record Table<T>(CsvFile file, Function<CSVRecord, List<T>> read) {

    LogIterator<T> rows(BadRows badRows, Predicate<T> wanted) {
      return new Flattened<>(file.rows(read, badRows), wanted);
    }
  }

  /** The values of lists, one by one. */
  private static final class Flattened<T> implements LogIterator<T> {
    private final LogIterator<List<T>> lists;
    private final Predicate<T> wanted;
    private final Deque<T> held = new ArrayDeque<>();

    Flattened(LogIterator<List<T>> lists, Predicate<T> wanted) {
      this.lists = lists;
      this.wanted = wanted;
    }

    @Override
    public boolean hasNext() {
      while (held.isEmpty() && lists.hasNext()) {
        for (T value : lists.next()) {
          if (wanted.test(value)) {
            held.add(value);
          }
        }
      }
      return !held.isEmpty();
    }

    @Override
    public T next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      return held.remove();
    }

    @Override
    public void close() {
      lists.close();
    }
  }
}

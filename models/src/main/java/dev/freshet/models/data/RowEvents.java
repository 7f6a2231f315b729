package dev.freshet.models.data;

import dev.freshet.models.data.LogRow.Outcome;
import dev.freshet.models.data.csv.LogIterator;
import dev.freshet.schemas.event.EventKind;
import dev.freshet.schemas.event.FeedbackEvent;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.PriorityQueue;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Turns rows into events, in order of time: an IMPRESSION when the video was shown; what else was
 * done with it and then, if it was played, a WATCH, all at the time playback stopped. At the same
 * millisecond, events of earlier rows come first. Each row is a request of its own, so that of two
 * impressions of one video each keeps its own outcome.
 */
final class RowEvents implements LogIterator<FeedbackEvent> {

  private final String prefix;
  private final LogIterator<LogRow> rows;
  private final Function<String, @Nullable String> authors;
  private final PriorityQueue<Pending> pending = new PriorityQueue<>();
  private long sequence;
  private @Nullable LogRow nextRow;

  /**
   * Events of rows.
   *
   * @param prefix of the events' ids
   * @param rows in order of time
   * @param authors author of a video, null where not known
   */
  RowEvents(String prefix, LogIterator<LogRow> rows, Function<String, @Nullable String> authors) {
    this.prefix = prefix;
    this.rows = rows;
    this.authors = authors;
    this.nextRow = rows.hasNext() ? rows.next() : null;
  }

  @Override
  public boolean hasNext() {
    return nextRow != null || !pending.isEmpty();
  }

  @Override
  public FeedbackEvent next() {
    Pending outcome = pending.peek();
    LogRow row = nextRow;
    if (outcome != null && (row == null || outcome.time <= row.time())) {
      return pending.remove().event;
    }
    if (row == null) {
      throw new NoSuchElementException();
    }
    nextRow = rows.hasNext() ? rows.next() : null;
    long end = row.time() + row.watchedMillis();
    for (Outcome kind : Outcome.values()) {
      if (kind.in(row.outcomes())) {
        pending.add(new Pending(end, sequence++, event(row, kind.kind(), end).build()));
      }
    }
    if (row.watchedMillis() > 0) {
      FeedbackEvent watch =
          event(row, EventKind.WATCH, end).setWatchedMillis(row.watchedMillis()).build();
      pending.add(new Pending(end, sequence++, watch));
    }
    return event(row, EventKind.IMPRESSION, row.time()).build();
  }

  private FeedbackEvent.Builder event(LogRow row, EventKind kind, long time) {
    FeedbackEvent.Builder event =
        FeedbackEvent.newBuilder()
            .setEventId(prefix + "-" + row.id() + "-" + kind.name().toLowerCase(Locale.ROOT))
            .setRequestId(prefix + "-" + row.id())
            .setUser(row.user())
            .setVideo(row.video())
            .setKind(kind)
            .setOccurredAt(Instant.ofEpochMilli(time))
            .setSurface(row.surface())
            .setHistory(List.of());
    if (row.lengthMillis() > 0) {
      event.setLengthMillis(row.lengthMillis());
    }
    String author = authors.apply(row.video());
    if (author != null && !author.isEmpty()) {
      event.setAuthor(author);
    }
    return event;
  }

  @Override
  public void close() {
    rows.close();
  }

  private record Pending(long time, long sequence, FeedbackEvent event)
      implements Comparable<Pending> {

    @Override
    public int compareTo(Pending other) {
      int byTime = Long.compare(time, other.time);
      return byTime != 0 ? byTime : Long.compare(sequence, other.sequence);
    }
  }
}

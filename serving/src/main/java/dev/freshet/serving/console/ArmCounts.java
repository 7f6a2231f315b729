package dev.freshet.serving.console;

import dev.freshet.models.history.LongView;
import dev.freshet.schemas.event.EventKind;
import dev.freshet.schemas.event.FeedbackEvent;
import dev.freshet.schemas.feature.ServedSlate;
import dev.freshet.serving.page.PageRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Impressions and long views by the strategy of the page that they came from, second by second.
 * What an event came from is found by its request id, so only events that carry one count. An event
 * may be read before its page; it waits for it. Thread-safe.
 */
final class ArmCounts {

  private static final int REMEMBERED = 50_000;
  private static final int WAITING = 5_000;

  /** An impression and a long view of each video of the longest page; a client names the page. */
  private static final int WAITING_OF_PAGE = 2 * PageRequest.MAX_COUNT;

  private final Duration kept;

  /** Second of the append time, then strategy. */
  private final NavigableMap<Long, Map<String, Count>> seconds = new TreeMap<>();

  private final Map<String, String> strategies = bounded(REMEMBERED);
  private final Map<String, List<Waiting>> waiting = bounded(WAITING);

  /**
   * @param kept how far back counts are kept
   */
  ArmCounts(Duration kept) {
    this.kept = kept;
  }

  /**
   * Impressions and the long views among them.
   *
   * @param impressions videos shown
   */
  record Count(long impressions, long longViews) {

    static final Count NONE = new Count(0, 0);

    Count plus(Count other) {
      return new Count(impressions + other.impressions, longViews + other.longViews);
    }
  }

  private record Waiting(long second, Count count) {}

  /** Learns how a page was put together. */
  synchronized void take(ServedSlate slate) {
    String strategy = slate.getStrategy();
    if (strategy == null) {
      return;
    }
    strategies.put(slate.getRequestId(), strategy);
    List<Waiting> early = waiting.remove(slate.getRequestId());
    if (early != null) {
      early.forEach(each -> add(each.second(), strategy, each.count()));
    }
  }

  /**
   * Counts an event.
   *
   * @param appendedAt when the broker took it
   * @param catalogued length of the video in milliseconds, where the catalogue has it
   */
  synchronized void take(FeedbackEvent event, Instant appendedAt, @Nullable Long catalogued) {
    String request = event.getRequestId();
    Count count = count(event, catalogued);
    if (request == null || count.equals(Count.NONE)) {
      return;
    }
    long second = appendedAt.getEpochSecond();
    String strategy = strategies.get(request);
    if (strategy == null) {
      List<Waiting> early = waiting.computeIfAbsent(request, id -> new ArrayList<>());
      if (early.size() < WAITING_OF_PAGE) {
        early.add(new Waiting(second, count));
      }
    } else {
      add(second, strategy, count);
    }
  }

  private static Count count(FeedbackEvent event, @Nullable Long catalogued) {
    if (event.getKind() == EventKind.IMPRESSION) {
      return new Count(1, 0);
    }
    Long watched = event.getWatchedMillis();
    Long length = event.getLengthMillis() == null ? catalogued : event.getLengthMillis();
    return event.getKind() == EventKind.WATCH
            && watched != null
            && LongView.reached(watched, length == null ? 0 : length)
        ? new Count(0, 1)
        : Count.NONE;
  }

  private void add(long second, String strategy, Count count) {
    seconds.computeIfAbsent(second, id -> new TreeMap<>()).merge(strategy, count, Count::plus);
    seconds.headMap(seconds.lastKey() - kept.toSeconds(), true).clear();
  }

  /** By strategy, what the {@code window} before {@code end} brought, to the second. */
  synchronized Map<String, Count> trailing(Instant end, Duration window) {
    Map<String, Count> sums = new TreeMap<>();
    seconds
        .subMap(end.minus(window).getEpochSecond(), false, end.getEpochSecond(), true)
        .values()
        .forEach(arms -> arms.forEach((arm, count) -> sums.merge(arm, count, Count::plus)));
    return sums;
  }

  /** Time of the first second that is kept, or null where nothing has been counted. */
  synchronized @Nullable Instant first() {
    return seconds.isEmpty() ? null : Instant.ofEpochSecond(seconds.firstKey());
  }

  /** A map that forgets what was put in first. */
  private static <V> Map<String, V> bounded(int entries) {
    return new LinkedHashMap<>() {
      private static final long serialVersionUID = 1L;

      @Override
      protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
        return size() > entries;
      }
    };
  }
}

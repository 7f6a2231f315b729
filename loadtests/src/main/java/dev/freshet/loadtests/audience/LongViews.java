package dev.freshet.loadtests.audience;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Counts, per arm, what was shown and what of it became a long view. Thread-safe. */
final class LongViews {

  private final Map<Arm, Count> totals = new EnumMap<>(Arm.class);
  private final NavigableMap<Long, Map<Arm, Count>> seconds = new TreeMap<>();
  private final Duration window;

  /**
   * @param window how far back {@link #trailing} counts
   */
  LongViews(Duration window) {
    this.window = window;
  }

  /** Adds {@code count} of an arm, at that time. */
  synchronized void add(Arm arm, Count count, Instant at) {
    totals.merge(arm, count, Count::plus);
    seconds
        .computeIfAbsent(at.getEpochSecond(), second -> new EnumMap<>(Arm.class))
        .merge(arm, count, Count::plus);
    seconds.headMap(at.minus(window).getEpochSecond(), true).clear();
  }

  /** Everything so far. */
  synchronized Count total(Arm arm) {
    return totals.getOrDefault(arm, Count.NONE);
  }

  /** What the last {@code window} before {@code now} brought, to the second. */
  synchronized Count trailing(Arm arm, Instant now) {
    return seconds.tailMap(now.minus(window).getEpochSecond(), false).values().stream()
        .map(arms -> arms.getOrDefault(arm, Count.NONE))
        .reduce(Count.NONE, Count::plus);
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

    WilsonInterval interval() {
      return WilsonInterval.of(longViews, impressions);
    }
  }
}

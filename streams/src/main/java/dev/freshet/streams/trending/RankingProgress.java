package dev.freshet.streams.trending;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * What the ranking tasks of a process tell each other: how far event time is, since the task of a
 * silent surface does not see it, and when each of them last published. Thread-safe.
 */
final class RankingProgress {

  private final LongSupplier nanoTime;
  private final AtomicLong newest = new AtomicLong(Long.MIN_VALUE);
  private final Map<Object, Long> published = new ConcurrentHashMap<>();

  /**
   * @param nanoTime as {@link System#nanoTime}
   */
  RankingProgress(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** Latest event time of all tasks, that of the caller included. */
  long advance(long millis) {
    return newest.accumulateAndGet(millis, Math::max);
  }

  /** The task has looked at what is due. */
  void published(Object task) {
    published.put(task, nanoTime.getAsLong());
  }

  /** The task works here no longer. */
  void stopped(Object task) {
    published.remove(task);
  }

  /** Time since the slowest task published; zero without tasks. */
  Duration quiet() {
    long now = nanoTime.getAsLong();
    return Duration.ofNanos(published.values().stream().mapToLong(at -> now - at).max().orElse(0));
  }
}

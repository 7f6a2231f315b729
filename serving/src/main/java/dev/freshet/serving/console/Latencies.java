package dev.freshet.serving.console;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/** The latest measurements of one latency. Thread-safe. */
final class Latencies {

  private static final int MOST = 20_000;

  private final Deque<Measured> measured = new ArrayDeque<>();

  private record Measured(long atMillis, long millis) {}

  /**
   * A summary.
   *
   * @param count measurements
   * @param p50 median in milliseconds; -1 without measurements
   * @param p99 in milliseconds; -1 without measurements
   */
  record Summary(int count, long p50, long p99) {}

  /** Adds one; clocks of two machines may make it negative, which counts as 0. */
  synchronized void add(Instant at, Duration latency) {
    if (measured.size() == MOST) {
      measured.removeFirst();
    }
    measured.addLast(new Measured(at.toEpochMilli(), Math.max(0, latency.toMillis())));
  }

  /** What was measured since {@code start}; what is older is forgotten. */
  synchronized Summary since(Instant start) {
    long first = start.toEpochMilli();
    measured.removeIf(each -> each.atMillis() < first);
    long[] sorted = measured.stream().mapToLong(Measured::millis).sorted().toArray();
    return new Summary(sorted.length, quantile(sorted, 0.5), quantile(sorted, 0.99));
  }

  /** The smallest value that at least a share {@code q} of all values do not exceed. */
  private static long quantile(long[] sorted, double q) {
    return sorted.length == 0 ? -1 : sorted[(int) Math.ceil(q * sorted.length) - 1];
  }
}

package dev.freshet.loadtests.audience;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Keeps many senders at a common rate. Thread-safe. */
final class Pacer {

  private static final long GREATEST_DEBT_NANOS = Duration.ofSeconds(1).toNanos();

  private final double perSecond;
  private final LongSupplier nanoTime;
  private long next;

  /**
   * @param perSecond items per second of all senders together
   */
  Pacer(double perSecond, LongSupplier nanoTime) {
    if (!(perSecond > 0)) {
      throw new IllegalArgumentException("a rate must be positive: " + perSecond);
    }
    this.perSecond = perSecond;
    this.nanoTime = nanoTime;
    this.next = nanoTime.getAsLong();
  }

  /** Waits until {@code items} more may have been sent. */
  void await(int items) throws InterruptedException {
    TimeUnit.NANOSECONDS.sleep(reserve(items));
  }

  /**
   * Takes the place of {@code items} in time. What a second or more of silence left over is not
   * made up for, so no burst follows it.
   *
   * @return nanoseconds to wait; not positive when there is nothing to wait for
   */
  synchronized long reserve(int items) {
    long now = nanoTime.getAsLong();
    long start = Math.max(next, now - GREATEST_DEBT_NANOS);
    next = start + Math.round(items / perSecond * 1e9);
    return next - now;
  }
}

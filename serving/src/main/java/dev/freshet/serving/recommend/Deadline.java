package dev.freshet.serving.recommend;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * A moment by which something must be done.
 *
 * @param nanoTime on the clock
 * @param clock in nanoseconds, {@link System#nanoTime} outside tests
 */
record Deadline(long nanoTime, LongSupplier clock) {

  static Deadline after(Duration time, double share, long startNanos) {
    return new Deadline(startNanos + (long) (time.toNanos() * share), System::nanoTime);
  }

  /** Time left, 0 when there is none. */
  long leftNanos() {
    return Math.max(0, nanoTime - clock.getAsLong());
  }
}

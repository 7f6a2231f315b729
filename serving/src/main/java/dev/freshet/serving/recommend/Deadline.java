package dev.freshet.serving.recommend;

import java.time.Duration;

/**
 * A moment by which something must be done.
 *
 * @param nanoTime on the clock of {@link System#nanoTime}
 */
record Deadline(long nanoTime) {

  static Deadline after(Duration time, double share, long startNanos) {
    return new Deadline(startNanos + (long) (time.toNanos() * share));
  }

  /** Time left, 0 when there is none. */
  long leftNanos() {
    return Math.max(0, nanoTime - System.nanoTime());
  }
}

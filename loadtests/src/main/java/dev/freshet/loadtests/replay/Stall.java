package dev.freshet.loadtests.replay;

import java.time.Duration;
import java.util.function.LongSupplier;

/** Notices when a number has not grown for too long. Used by one thread. */
final class Stall {

  private final Duration patience;
  private final LongSupplier nanoTime;
  private long reached = Long.MIN_VALUE;
  private long reachedAt;

  Stall(Duration patience, LongSupplier nanoTime) {
    this.patience = patience;
    this.nanoTime = nanoTime;
    this.reachedAt = nanoTime.getAsLong();
  }

  /** Whether {@code progress} has not grown for longer than the patience. */
  boolean noticed(long progress) {
    long now = nanoTime.getAsLong();
    if (progress > reached) {
      reached = progress;
      reachedAt = now;
    }
    return now - reachedAt > patience.toNanos();
  }
}

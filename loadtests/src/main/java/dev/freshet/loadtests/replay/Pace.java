package dev.freshet.loadtests.replay;

import java.util.function.LongSupplier;

/** How fast event time passes in a replay. Used by one thread. */
final class Pace {

  private final double speed;
  private final LongSupplier wallMillis;
  private long eventStart = Long.MIN_VALUE;
  private long wallStart;

  /**
   * @param speed event time per wall-clock time; infinite for as fast as possible
   * @param wallMillis the wall clock
   */
  Pace(double speed, LongSupplier wallMillis) {
    if (!(speed > 0)) {
      throw new IllegalArgumentException("speed must be positive: " + speed);
    }
    this.speed = speed;
    this.wallMillis = wallMillis;
  }

  /** Wall-clock milliseconds until event time {@code at}; the first one asked for is now. */
  long millisUntil(long at) {
    if (Double.isInfinite(speed)) {
      return 0;
    }
    if (eventStart == Long.MIN_VALUE) {
      eventStart = at;
      wallStart = wallMillis.getAsLong();
    }
    return Math.round((at - eventStart) / speed) - (wallMillis.getAsLong() - wallStart);
  }

  /** Event time that it is now; only after {@link #millisUntil} at a limited speed. */
  long eventTimeNow() {
    return eventStart + Math.round((wallMillis.getAsLong() - wallStart) * speed);
  }
}

package dev.freshet.serving.limits;

import java.time.Duration;

/** Holds up to so many tokens, gains them at a steady rate, and gives one for each request. */
final class TokenBucket {

  private final double perNano;
  private final double capacity;
  private double tokens;
  private long filledAt;

  /**
   * A full bucket.
   *
   * @param perSecond tokens gained
   * @param capacity most tokens it holds
   * @param nanos the time, on the clock of {@link System#nanoTime}
   */
  TokenBucket(double perSecond, int capacity, long nanos) {
    this.perNano = perSecond / Duration.ofSeconds(1).toNanos();
    this.capacity = capacity;
    this.tokens = capacity;
    this.filledAt = nanos;
  }

  /** Takes a token; zero if there was one, otherwise the time until there is. */
  synchronized Duration take(long nanos) {
    tokens = Math.min(capacity, tokens + Math.max(0, nanos - filledAt) * perNano);
    filledAt = nanos;
    if (tokens >= 1) {
      tokens--;
      return Duration.ZERO;
    }
    return Duration.ofNanos((long) Math.ceil((1 - tokens) / perNano));
  }
}

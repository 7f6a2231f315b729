package dev.freshet.loadtests.http;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Asks again while the server is unavailable, after a pause that doubles from {@code first} up to
 * {@code longest}, each shortened by up to a half at random so that clients do not come back all at
 * once.
 *
 * @param first longest first pause
 * @param longest bound of every pause
 */
public record Backoff(Duration first, Duration longest) {

  /** From 100 ms to 5 s. */
  public static Backoff standard() {
    return new Backoff(Duration.ofMillis(100), Duration.ofSeconds(5));
  }

  public Backoff {
    if (first.isNegative() || first.isZero() || longest.compareTo(first) < 0) {
      throw new IllegalArgumentException(
          "pauses must be positive and must not shrink: %s to %s".formatted(first, longest));
    }
  }

  /**
   * Asks until an answer comes.
   *
   * @param stop checked before each try
   * @param onFailure told of each failed try
   * @return the answer; empty when {@code stop} came first
   * @throws RefusedException if the server refuses the request
   */
  public <T> Optional<T> untilAnswered(
      Supplier<T> request,
      RandomGenerator random,
      BooleanSupplier stop,
      Consumer<UnavailableException> onFailure)
      throws InterruptedException {
    for (int tries = 0; !stop.getAsBoolean(); tries++) {
      try {
        return Optional.of(request.get());
      } catch (UnavailableException e) {
        onFailure.accept(e);
        TimeUnit.MILLISECONDS.sleep(pauseMillis(tries, random));
      }
    }
    return Optional.empty();
  }

  /** Pause after {@code tries} earlier failures: between a half and all of its bound. */
  long pauseMillis(int tries, RandomGenerator random) {
    long bound = Math.min(first.toMillis() << Math.min(tries, 20), longest.toMillis());
    return bound / 2 + random.nextLong(bound / 2 + 1);
  }
}

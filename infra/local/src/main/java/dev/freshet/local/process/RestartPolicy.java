package dev.freshet.local.process;

import java.time.Duration;

/**
 * When a process that died is started again.
 *
 * @param deaths deaths within {@code within} after which it is given up; at least 1
 * @param within span in which deaths are counted
 * @param backoff pause before the first restart; it doubles with each further death counted
 */
public record RestartPolicy(int deaths, Duration within, Duration backoff) {

  /** Given up at the third death within a minute. */
  public static final RestartPolicy DEFAULT =
      new RestartPolicy(3, Duration.ofMinutes(1), Duration.ofSeconds(1));

  public RestartPolicy {
    if (deaths < 1) {
      throw new IllegalArgumentException("deaths must be at least 1: " + deaths);
    }
  }

  /** The pause before the restart that follows the {@code death}th recent death, 1 first. */
  Duration pause(int death) {
    return backoff.multipliedBy(1L << Math.min(death - 1, 5));
  }

  /**
   * How long a process may take to be ready that was not {@code slowStarts} times in a row: twice
   * as long each time. One that is slow because its machine is would otherwise never get there.
   */
  static Duration readyWithin(Duration first, int slowStarts) {
    return first.multipliedBy(1L << Math.min(slowStarts, 5));
  }
}

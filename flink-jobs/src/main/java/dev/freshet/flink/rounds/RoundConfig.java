package dev.freshet.flink.rounds;

import java.io.Serializable;
import java.time.Duration;
import java.util.List;

/**
 * What a round says of itself.
 *
 * @param model name of the model in its releases
 * @param triggers when a round begins, apart from commands; at least one
 * @param tolerance how far a release may stay below the serving one in the gate's metric; not
 *     negative
 * @param timeToLive time without a change after which a kept record is forgotten
 */
public record RoundConfig(
    String model, List<Trigger> triggers, double tolerance, Duration timeToLive)
    implements Serializable {

  public RoundConfig {
    triggers = List.copyOf(triggers);
    if (model.isBlank() || model.contains("/")) {
      throw new IllegalArgumentException("model must not be blank or contain a slash: " + model);
    }
    if (triggers.isEmpty()) {
      throw new IllegalArgumentException("a round needs a trigger");
    }
    if (!(tolerance >= 0)) {
      throw new IllegalArgumentException("tolerance must not be negative: " + tolerance);
    }
    if (timeToLive.isNegative() || timeToLive.isZero()) {
      throw new IllegalArgumentException("time to live must be positive: " + timeToLive);
    }
  }
}

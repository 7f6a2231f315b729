package dev.freshet.serving.console;

import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import java.util.List;

/**
 * What came before the first pulse of a stream, oldest first.
 *
 * @param windowSeconds how far back each moment of the arms looks
 */
@Serdeable
record History(long windowSeconds, List<Moment> arms, List<Pulse.Evaluation> evaluations) {

  /** The arms at a moment. */
  @Serdeable
  record Moment(Instant at, List<Pulse.Arm> arms) {}
}

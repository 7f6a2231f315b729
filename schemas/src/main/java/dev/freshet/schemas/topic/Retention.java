package dev.freshet.schemas.topic;

import java.time.Duration;

/** What Kafka keeps of a topic. */
public sealed interface Retention {

  /** Everything for {@code duration}, then nothing. */
  record Time(Duration duration) implements Retention {
    public Time {
      if (duration.isNegative() || duration.isZero()) {
        throw new IllegalArgumentException("retention must be positive: " + duration);
      }
    }
  }

  /** The latest value of each key, for ever. */
  record Compact() implements Retention {}
}

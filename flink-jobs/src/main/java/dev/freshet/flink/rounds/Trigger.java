package dev.freshet.flink.rounds;

import java.io.Serializable;
import java.time.Duration;

/** When a round begins, apart from a command. A trigger during a round begins the next one. */
public sealed interface Trigger extends Serializable {

  /**
   * By the number of records of the round's first slice.
   *
   * @param first records before the first round; positive
   * @param growth factor of records from one round to the next; above 1
   * @param most records between two rounds, at most; positive
   */
  record ByCount(long first, double growth, long most) implements Trigger {
    public ByCount {
      if (first < 1 || most < 1) {
        throw new IllegalArgumentException(
            "first and most must be positive: %d, %d".formatted(first, most));
      }
      if (!(growth > 1)) {
        throw new IllegalArgumentException("growth must be above 1: " + growth);
      }
    }

    /** The number of records at which the round after one of {@code records} begins. */
    long after(long records) {
      return Math.min((long) Math.ceil(records * growth), records + most);
    }
  }

  /**
   * By event time.
   *
   * @param every time from one round to the next; positive
   */
  record ByEventTime(Duration every) implements Trigger {
    public ByEventTime {
      if (every.isNegative() || every.isZero()) {
        throw new IllegalArgumentException("every must be positive: " + every);
      }
    }
  }
}

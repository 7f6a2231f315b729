package dev.freshet.flink.eventtime;

import java.io.Serializable;
import java.time.Duration;

/** How event time moves on while a topic is read. */
public sealed interface Progress extends Serializable {

  /**
   * By the watermark marks that the topic's writers leave in it: exact, however far the partitions
   * are apart.
   *
   * @param partitions number of partitions of the topic
   * @param live whether the writers follow the clock: then no mark counts for later than now, and
   *     one that promises more than a clock can be wrong by is refused, as is the end of a log
   */
  record ByMarks(int partitions, boolean live) implements Progress {
    public ByMarks {
      if (partitions < 1) {
        throw new IllegalArgumentException("partitions must be at least 1: " + partitions);
      }
    }
  }

  /** Not at all: the records count as they arrive, and event time does not wait for the topic. */
  record NotAwaited() implements Progress {}

  /**
   * By the events of each partition, and by the clock where a partition is quiet, so that no idle
   * partition holds up the others.
   *
   * @param outOfOrderness how late an event may come and still be in time
   * @param quietAfter silence after which a partition follows the clock
   */
  record ByEvents(Duration outOfOrderness, Duration quietAfter) implements Progress {
    public ByEvents {
      if (outOfOrderness.isNegative()) {
        throw new IllegalArgumentException(
            "outOfOrderness must not be negative: " + outOfOrderness);
      }
      if (quietAfter.isNegative() || quietAfter.isZero()) {
        throw new IllegalArgumentException("quietAfter must be positive: " + quietAfter);
      }
    }
  }
}

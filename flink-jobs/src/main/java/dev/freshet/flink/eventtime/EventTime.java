package dev.freshet.flink.eventtime;

import java.io.Serializable;

/** When the thing that a value describes happened. */
@FunctionalInterface
public interface EventTime<V> extends Serializable {

  /** Event time in epoch milliseconds. */
  long of(V value);
}

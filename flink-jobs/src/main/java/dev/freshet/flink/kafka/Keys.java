package dev.freshet.flink.kafka;

import java.io.Serializable;

/** Says which records of a topic a job wants at all; the others are not even decoded. */
@FunctionalInterface
public interface Keys extends Serializable {

  /** Every record. */
  Keys ALL = key -> true;

  /** Whether records of this key, which may be empty, are wanted. */
  boolean wants(String key);
}

package dev.freshet.flink.kafka;

import dev.freshet.flink.record.Received;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/** Says what is wrong with a record that could be decoded. */
@FunctionalInterface
public interface Check<V> extends Serializable {

  /** Why the record cannot be processed, or null where it can. */
  @Nullable String problem(Received<V> record);
}

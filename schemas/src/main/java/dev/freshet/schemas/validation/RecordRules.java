package dev.freshet.schemas.validation;

import java.io.Serializable;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The rules of one kind of record. An implementation keeps no state and throws nothing, whatever
 * the record holds.
 *
 * @param <V> type of the values
 */
@FunctionalInterface
public interface RecordRules<V> extends Serializable {

  /**
   * The first rule that a record breaks.
   *
   * @param key of the record, as text; empty without one
   * @param value of the record
   * @param latest time after which nothing can have happened yet: the reader's clock and a margin
   * @return null where the record keeps all rules
   */
  @Nullable Violation violation(String key, V value, Instant latest);
}

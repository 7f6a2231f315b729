package dev.freshet.flink.record;

import static java.util.Objects.requireNonNull;

import dev.freshet.schemas.topic.AppliedUpTo;
import org.jspecify.annotations.Nullable;

/**
 * The new value of a key, on its way to a topic.
 *
 * @param key key of the record
 * @param value null removes the key from a compacted topic
 * @param trace W3C's {@code traceparent} that the record goes with; null for none
 * @param applied events that a user's state has; null where the record says nothing of it
 */
public record Upsert<V>(
    String key, @Nullable V value, @Nullable String trace, @Nullable AppliedUpTo applied) {

  /** An upsert without a trace. */
  public Upsert(String key, @Nullable V value) {
    this(key, value, null, null);
  }

  /** An upsert that says nothing of the events that it has. */
  public Upsert(String key, @Nullable V value, @Nullable String trace) {
    this(key, value, trace, null);
  }

  /** The value of an upsert that is known to have one. */
  public V required() {
    return requireNonNull(value, "value");
  }
}

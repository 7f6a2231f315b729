package dev.freshet.flink.record;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * The new value of a key, on its way to a topic.
 *
 * @param key key of the record
 * @param value null removes the key from a compacted topic
 * @param trace W3C's {@code traceparent} that the record goes with; null for none
 */
public record Upsert<V>(String key, @Nullable V value, @Nullable String trace) {

  /** An upsert without a trace. */
  public Upsert(String key, @Nullable V value) {
    this(key, value, null);
  }

  /** The value of an upsert that is known to have one. */
  public V required() {
    return requireNonNull(value, "value");
  }
}

package dev.freshet.flink.state;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.streaming.api.operators.KeyContext;
import org.jspecify.annotations.Nullable;

/**
 * The values of the keys used last, in memory in front of a {@link ValueState}. Encoding a value
 * and writing it to RocksDB costs more than changing it, so that happens once per checkpoint and
 * key, or when the key has not been used for long, instead of once per event.
 *
 * <p>The operator calls {@link #flush} when it snapshots its state; the state then holds
 * everything.
 *
 * @param <S> value in memory; immutable, or changed only before {@link #put}
 * @param <A> value as it is stored
 */
public final class KeyedCache<S, A> {

  private final KeyContext keys;
  private final ValueState<A> state;
  private final Function<S, A> encode;
  private final Function<A, S> decode;
  private final int capacity;
  private final Map<String, Entry<S>> entries = new LinkedHashMap<>(16, 0.75f, true);

  /**
   * A cache in front of {@code state}.
   *
   * @param keys the operator, whose current key selects the state's value
   * @param capacity number of keys kept in memory; at least 1
   */
  public KeyedCache(
      KeyContext keys,
      ValueState<A> state,
      Function<S, A> encode,
      Function<A, S> decode,
      int capacity) {
    if (capacity < 1) {
      throw new IllegalArgumentException("capacity must be at least 1: " + capacity);
    }
    this.keys = keys;
    this.state = state;
    this.encode = encode;
    this.decode = decode;
    this.capacity = capacity;
  }

  /** The value of {@code key}, which must be the current one; null without one. */
  public @Nullable S get(String key) throws IOException {
    Entry<S> entry = entries.get(key);
    if (entry != null) {
      return entry.value;
    }
    A stored = state.value();
    if (stored == null) {
      return null;
    }
    S value = decode.apply(stored);
    keep(key, new Entry<>(value, false));
    return value;
  }

  /** Sets the value of {@code key}, which must be the current one. */
  public void put(String key, S value) throws IOException {
    Entry<S> entry = entries.get(key);
    if (entry == null) {
      keep(key, new Entry<>(value, true));
    } else {
      entry.value = value;
      entry.changed = true;
    }
  }

  /** Forgets {@code key}, which must be the current one. */
  public void remove(String key) {
    entries.remove(key);
    state.clear();
  }

  /** Writes every changed value into the state. */
  public void flush() throws IOException {
    Object current = keys.getCurrentKey();
    for (Map.Entry<String, Entry<S>> entry : entries.entrySet()) {
      if (entry.getValue().changed) {
        store(entry.getKey(), entry.getValue());
      }
    }
    restore(current);
  }

  private void keep(String key, Entry<S> entry) throws IOException {
    entries.put(key, entry);
    if (entries.size() > capacity) {
      var eldest = entries.entrySet().iterator().next();
      if (eldest.getValue().changed) {
        Object current = keys.getCurrentKey();
        store(eldest.getKey(), eldest.getValue());
        restore(current);
      }
      entries.remove(eldest.getKey());
    }
  }

  private void store(String key, Entry<S> entry) throws IOException {
    keys.setCurrentKey(key);
    state.update(encode.apply(entry.value));
    entry.changed = false;
  }

  private void restore(@Nullable Object current) {
    if (current != null) {
      keys.setCurrentKey(current);
    }
  }

  private static final class Entry<S> {
    private S value;
    private boolean changed;

    Entry(S value, boolean changed) {
      this.value = value;
      this.changed = changed;
    }
  }
}

package dev.freshet.models.language;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Prefixes by their content, least recently used dropped first. What is dropped stays in memory
 * until its last use ends. Thread-safe.
 */
final class PrefixCache implements AutoCloseable {
  private final long capacity;
  private final Map<Content, Prefix.Shared> entries = new LinkedHashMap<>(16, 0.75f, true);
  private long bytes;
  private long hits;
  private long misses;
  private long evictions;

  /**
   * @param capacity greatest number of bytes; 0 keeps nothing
   */
  PrefixCache(long capacity) {
    if (capacity < 0) {
      throw new IllegalArgumentException("capacity must not be negative: " + capacity);
    }
    this.capacity = capacity;
  }

  /** Tokens, compared one by one. */
  private static final class Content {
    private final int[] ids;

    Content(int[] ids) {
      this.ids = ids.clone();
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Content content && Arrays.equals(ids, content.ids);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(ids);
    }
  }

  /** A use of the prefix of these tokens, which is computed if it is not kept. */
  Prefix get(int[] ids, Supplier<Prefix.Shared> compute) {
    Content content = new Content(ids);
    Prefix.Shared known = known(content);
    return new Prefix(known != null ? known : keep(content, compute.get()));
  }

  private synchronized Prefix.@Nullable Shared known(Content content) {
    Prefix.Shared known = entries.get(content);
    if (known == null) {
      misses++;
      return null;
    }
    hits++;
    return known.share();
  }

  /** Keeps what was computed, unless another thread was faster or it alone is too large. */
  private synchronized Prefix.Shared keep(Content content, Prefix.Shared computed) {
    if (computed.bytes() > capacity || entries.containsKey(content)) {
      return computed;
    }
    while (bytes + computed.bytes() > capacity) {
      var eldest = entries.entrySet().iterator();
      drop(eldest.next().getValue());
      eldest.remove();
      evictions++;
    }
    entries.put(content, computed.share());
    bytes += computed.bytes();
    return computed;
  }

  private void drop(Prefix.Shared shared) {
    bytes -= shared.bytes();
    shared.release();
  }

  synchronized PrefixCacheStatistics statistics() {
    return new PrefixCacheStatistics(entries.size(), bytes, hits, misses, evictions);
  }

  @Override
  public synchronized void close() {
    entries.values().forEach(this::drop);
    entries.clear();
  }
}

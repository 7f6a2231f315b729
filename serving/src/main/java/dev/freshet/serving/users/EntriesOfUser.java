package dev.freshet.serving.users;

import dev.freshet.models.history.Preferences;
import dev.freshet.models.history.StoredEntries;
import dev.freshet.schemas.feature.UserSet;
import it.unimi.dsi.fastutil.longs.Long2LongOpenHashMap;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Entries of one user's sets in memory, two longs each. Pages read them while the feed of the topic
 * changes them.
 */
final class EntriesOfUser {

  private static final int VALUE_BITS = 2;
  private static final long NONE = Long.MIN_VALUE;

  /** The time in milliseconds and the decision's code, by hash; guarded by this. */
  private final Map<UserSet, Long2LongOpenHashMap> sets = new EnumMap<>(UserSet.class);

  /** Guarded by this. */
  private boolean loaded;

  /** Takes in what is on disk. */
  @FunctionalInterface
  interface Reader {

    /** One entry. */
    void entry(UserSet set, long hash, StoredEntries.Entry entry);
  }

  /**
   * Reads the entries from disk, unless they are here; others wait for them meanwhile.
   *
   * @return whether they were read
   */
  synchronized boolean load(Consumer<Reader> disk) {
    if (loaded) {
      return false;
    }
    disk.accept(this::store);
    loaded = true;
    return true;
  }

  /** Takes in a change that is on disk; null removes the entry. */
  synchronized void put(UserSet set, long hash, StoredEntries.@Nullable Entry entry) {
    if (!loaded) {
      return; // it will be read from disk
    }
    if (entry != null) {
      store(set, hash, entry);
      return;
    }
    Long2LongOpenHashMap entries = sets.get(set);
    if (entries != null) {
      entries.remove(hash);
    }
  }

  private void store(UserSet set, long hash, StoredEntries.Entry entry) {
    sets.computeIfAbsent(set, s -> withDefault())
        .put(hash, (entry.at().toEpochMilli() << VALUE_BITS) | Preferences.code(entry.value()));
  }

  private static Long2LongOpenHashMap withDefault() {
    var entries = new Long2LongOpenHashMap();
    entries.defaultReturnValue(NONE);
    return entries;
  }

  synchronized StoredEntries.@Nullable Entry get(UserSet set, long hash) {
    Long2LongOpenHashMap entries = sets.get(set);
    long packed = entries == null ? NONE : entries.get(hash);
    return packed == NONE
        ? null
        : new StoredEntries.Entry(
            Preferences.value((byte) (packed & 3)), Instant.ofEpochMilli(packed >> VALUE_BITS));
  }

  synchronized int size() {
    int size = 0;
    for (Long2LongOpenHashMap entries : sets.values()) {
      size += entries.size();
    }
    return size;
  }
}

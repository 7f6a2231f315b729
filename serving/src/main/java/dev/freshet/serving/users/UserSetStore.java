package dev.freshet.serving.users;

import dev.freshet.models.history.Preferences;
import dev.freshet.models.history.StoredEntries;
import dev.freshet.schemas.feature.Preference;
import dev.freshet.schemas.feature.UserSet;
import dev.freshet.schemas.feature.UserSetEntry;
import dev.freshet.schemas.feature.UserState;
import dev.freshet.schemas.serde.AvroSerde;
import dev.freshet.schemas.topic.Topic;
import dev.freshet.schemas.topic.Topics;
import dev.freshet.serving.erasure.EntriesOfUsers;
import dev.freshet.serving.erasure.Erasures;
import dev.freshet.serving.store.Changes;
import dev.freshet.serving.store.Family;
import dev.freshet.serving.store.LocalStore;
import dev.freshet.serving.store.TopicCopy;
import it.unimi.dsi.fastutil.longs.Long2ObjectMap;
import it.unimi.dsi.fastutil.longs.Long2ObjectOpenHashMap;
import jakarta.inject.Singleton;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Entries of users' sets that no longer fit into their states, on disk. Those of the few users who
 * have any are kept in memory for the ones whose pages were asked for last.
 *
 * <p>A key on disk is the user, a character that no id has, and {@code set/hash}; a value is the
 * time (8 bytes) and the decision (1 byte). The latest of an entry wins, in whatever order they
 * arrive.
 */
@Singleton
public final class UserSetStore implements TopicCopy, EntriesOfUsers {

  private static final AvroSerde<UserSetEntry> SERDE = AvroSerde.of(UserSetEntry.class);
  private static final char END_OF_USER = '\u0000';
  private static final int HASH_DIGITS = 16;
  private static final int CACHED_USERS = 128;

  private final LocalStore store;
  private final Erasures erased;

  /** Users with changes that are not on disk yet; of the feed's thread only. */
  private final Set<String> changed = new HashSet<>();

  /** By user; guarded by itself. */
  private final Map<String, Map<UserSet, Long2ObjectMap<StoredEntries.Entry>>> cached =
      new LinkedHashMap<>(16, 0.75f, /* accessOrder= */ true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(
            Map.Entry<String, Map<UserSet, Long2ObjectMap<StoredEntries.Entry>>> eldest) {
          return size() > CACHED_USERS;
        }
      };

  /** A store over {@code store}, where it may have entries already. */
  public UserSetStore(LocalStore store, Erasures erased) {
    this.store = store;
    this.erased = erased;
  }

  /** What is stored beside this state; nothing for most users. */
  public StoredEntries of(@Nullable UserState state) {
    if (state == null || state.getSetEntries() == 0) {
      return StoredEntries.NONE;
    }
    Map<UserSet, Long2ObjectMap<StoredEntries.Entry>> entries = entries(state.getUser());
    return (set, hash) -> {
      Long2ObjectMap<StoredEntries.Entry> ofSet = entries.get(set);
      StoredEntries.Entry entry = ofSet == null ? null : ofSet.get(hash);
      return entry == null || erased.covers(state.getUser(), entry.at()) ? null : entry;
    };
  }

  private Map<UserSet, Long2ObjectMap<StoredEntries.Entry>> entries(String user) {
    synchronized (cached) {
      var known = cached.get(user);
      if (known != null) {
        return known;
      }
      Map<UserSet, Long2ObjectMap<StoredEntries.Entry>> read = new EnumMap<>(UserSet.class);
      String prefix = user + END_OF_USER;
      store.forEach(
          Family.USER_SET_ENTRIES,
          prefix,
          (key, value) -> {
            String entry = key.substring(prefix.length());
            read.computeIfAbsent(set(entry), set -> new Long2ObjectOpenHashMap<>())
                .put(hash(entry), entry(value));
          });
      cached.put(user, read);
      return read;
    }
  }

  @Override
  public Topic<String, ?> topic() {
    return Topics.USER_SET_ENTRIES;
  }

  @Override
  public void take(String key, byte @Nullable [] value, Changes changes) {
    String entryKey = key.substring(0, key.indexOf('/') + 1 + HASH_DIGITS);
    String user = key.substring(entryKey.length() + 1);
    String storedAs = user + END_OF_USER + entryKey;
    if (value == null) {
      changes.remove(Family.USER_SET_ENTRIES, storedAs);
      changed.add(user);
      return;
    }
    UserSetEntry entry = SERDE.decode(value);
    if (!entry.getUser().equals(user)
        || entry.getSet() != set(entryKey)
        || entry.getHash() != hash(entryKey)) {
      throw new IllegalArgumentException("the entry is another than the key says");
    }
    byte[] before = store.value(Family.USER_SET_ENTRIES, storedAs);
    if (before != null
        && !Preferences.wins(entry.getValue(), entry.getAt(), preference(entry(before)))) {
      return;
    }
    changes.put(
        Family.USER_SET_ENTRIES,
        storedAs,
        ByteBuffer.allocate(Long.BYTES + 1)
            .putLong(entry.getAt().toEpochMilli())
            .put(Preferences.code(entry.getValue()))
            .array());
    changed.add(user);
  }

  /** A page that is being made keeps the entries that it has; the next one reads them again. */
  @Override
  public void written() {
    if (!changed.isEmpty()) {
      synchronized (cached) {
        changed.forEach(cached::remove);
      }
      changed.clear();
    }
  }

  @Override
  public List<String> keys(String user) {
    List<String> keys = new ArrayList<>();
    String prefix = user + END_OF_USER;
    store.forEach(
        Family.USER_SET_ENTRIES,
        prefix,
        (key, value) -> keys.add(key.substring(prefix.length()) + "/" + user));
    return keys;
  }

  @Override
  public void clear() {
    synchronized (cached) {
      cached.clear();
    }
    store.clear(Family.USER_SET_ENTRIES);
  }

  private static UserSet set(String entryKey) {
    return UserSet.valueOf(entryKey.substring(0, entryKey.indexOf('/')).toUpperCase(Locale.ROOT));
  }

  private static long hash(String entryKey) {
    return Long.parseUnsignedLong(entryKey, entryKey.indexOf('/') + 1, entryKey.length(), 16);
  }

  private static StoredEntries.Entry entry(byte[] value) {
    ByteBuffer bytes = ByteBuffer.wrap(value);
    Instant at = Instant.ofEpochMilli(bytes.getLong());
    return new StoredEntries.Entry(Preferences.value(bytes.get()), at);
  }

  private static Preference preference(StoredEntries.Entry entry) {
    return new Preference("", entry.value(), entry.at());
  }
}

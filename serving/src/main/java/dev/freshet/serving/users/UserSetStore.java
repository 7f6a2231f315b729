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
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Entries of users' sets that no longer fit into their states, on disk. Those of the few users who
 * have any are kept in memory for the ones whose pages were asked for last, and follow the topic
 * there.
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
  private static final int CACHED_USERS = 1_024;

  /** Of all users in memory together; some 20 MB. */
  private static final int CACHED_ENTRIES = 500_000;

  private final LocalStore store;
  private final Erasures erased;
  private final int cachedEntries;

  /** What is not on disk yet, by key on disk; of the feed's thread only. */
  private final Map<String, Change> unwritten = new LinkedHashMap<>();

  /** By user, those asked for last at the end; guarded by itself. */
  private final LinkedHashMap<String, EntriesOfUser> cached =
      new LinkedHashMap<>(16, 0.75f, /* accessOrder= */ true);

  /** A store over {@code store}, where it may have entries already. */
  @Inject
  public UserSetStore(LocalStore store, Erasures erased) {
    this(store, erased, CACHED_ENTRIES);
  }

  /**
   * As above.
   *
   * @param cachedEntries of all users in memory together, but for the one who is asked for
   */
  UserSetStore(LocalStore store, Erasures erased, int cachedEntries) {
    this.store = store;
    this.erased = erased;
    this.cachedEntries = cachedEntries;
  }

  /**
   * A change of one entry.
   *
   * @param entry null removes it
   */
  private record Change(String user, UserSet set, long hash, StoredEntries.@Nullable Entry entry) {}

  /** What is stored beside this state; nothing for most users. */
  public StoredEntries of(@Nullable UserState state) {
    if (state == null || state.getSetEntries() == 0) {
      return StoredEntries.NONE;
    }
    String user = state.getUser();
    EntriesOfUser entries = entries(user);
    return (set, hash) -> {
      StoredEntries.Entry entry = entries.get(set, hash);
      return entry == null || erased.covers(user, entry.at()) ? null : entry;
    };
  }

  private EntriesOfUser entries(String user) {
    EntriesOfUser entries;
    synchronized (cached) {
      entries = cached.computeIfAbsent(user, u -> new EntriesOfUser());
    }
    if (entries.load(read -> read(user, read))) {
      makeRoom();
    }
    return entries;
  }

  private void makeRoom() {
    synchronized (cached) {
      long total = 0;
      for (EntriesOfUser each : cached.values()) {
        total += each.size();
      }
      var oldest = cached.values().iterator();
      while ((total > cachedEntries || cached.size() > CACHED_USERS) && cached.size() > 1) {
        total -= oldest.next().size();
        oldest.remove();
      }
    }
  }

  private void read(String user, EntriesOfUser.Reader reader) {
    String prefix = user + END_OF_USER;
    store.forEach(
        Family.USER_SET_ENTRIES,
        prefix,
        (key, value) -> {
          String entry = key.substring(prefix.length());
          reader.entry(set(entry), hash(entry), entry(value));
        });
  }

  @Override
  public Topic<String, ?> topic() {
    return Topics.USER_SET_ENTRIES;
  }

  @Override
  public void take(String key, byte @Nullable [] value, Changes changes) {
    String entryKey = key.substring(0, key.indexOf('/') + 1 + HASH_DIGITS);
    String user = key.substring(entryKey.length() + 1);
    UserSet set = set(entryKey);
    long hash = hash(entryKey);
    String storedAs = user + END_OF_USER + entryKey;
    if (value == null) {
      changes.remove(Family.USER_SET_ENTRIES, storedAs);
      unwritten.put(storedAs, new Change(user, set, hash, null));
      return;
    }
    UserSetEntry entry = SERDE.decode(value);
    if (!entry.getUser().equals(user) || entry.getSet() != set || entry.getHash() != hash) {
      throw new IllegalArgumentException("the entry is another than the key says");
    }
    StoredEntries.Entry before = before(storedAs);
    if (before != null && !Preferences.wins(entry.getValue(), entry.getAt(), preference(before))) {
      return;
    }
    changes.put(
        Family.USER_SET_ENTRIES,
        storedAs,
        ByteBuffer.allocate(Long.BYTES + 1)
            .putLong(entry.getAt().toEpochMilli())
            .put(Preferences.code(entry.getValue()))
            .array());
    unwritten.put(
        storedAs,
        new Change(user, set, hash, new StoredEntries.Entry(entry.getValue(), entry.getAt())));
  }

  private StoredEntries.@Nullable Entry before(String storedAs) {
    Change change = unwritten.get(storedAs);
    if (change != null) {
      return change.entry;
    }
    byte[] value = store.value(Family.USER_SET_ENTRIES, storedAs);
    return value == null ? null : entry(value);
  }

  @Override
  public void written() {
    if (unwritten.isEmpty()) {
      return;
    }
    for (Change change : unwritten.values()) {
      EntriesOfUser entries;
      synchronized (cached) {
        entries = cached.get(change.user);
      }
      if (entries != null) {
        entries.put(change.set, change.hash, change.entry);
      }
    }
    unwritten.clear();
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
    unwritten.clear();
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

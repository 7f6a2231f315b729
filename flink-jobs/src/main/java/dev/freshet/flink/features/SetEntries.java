package dev.freshet.flink.features;

import dev.freshet.flink.record.Upsert;
import dev.freshet.models.history.HistoryConfig;
import dev.freshet.models.history.Preferences;
import dev.freshet.models.history.StoredEntries;
import dev.freshet.schemas.feature.Preference;
import dev.freshet.schemas.feature.UserSet;
import dev.freshet.schemas.feature.UserSetEntry;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Locale;
import java.util.function.Consumer;
import org.apache.flink.api.common.state.KeyedStateStore;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.Types;
import org.jspecify.annotations.Nullable;

/**
 * Entries of the current user's sets that no longer fit into the state: one look-up each, whatever
 * their number. They have no time to live of their own: they are cleared with the user, by the
 * timer of the idle or by an ERASE.
 */
final class SetEntries {

  /** Entries of one user, at most; seen videos alone stop earlier, for decisions to have room. */
  static final long MOST = (long) HistoryConfig.MOST_SET_ENTRIES * UserSet.values().length;

  private static final int BYTES = Long.BYTES + 1;

  private final MapState<String, byte[]> entries;

  private SetEntries(MapState<String, byte[]> entries) {
    this.entries = entries;
  }

  static SetEntries in(KeyedStateStore store) {
    var descriptor =
        new MapStateDescriptor<>(
            "set-entries", Types.STRING, PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO);
    return new SetEntries(store.getMapState(descriptor));
  }

  /** As a state is made of them. */
  StoredEntries stored() {
    return (set, hash) -> entry(key(set, hash));
  }

  private StoredEntries.@Nullable Entry entry(String key) {
    try {
      byte[] bytes = entries.get(key);
      if (bytes == null) {
        return null;
      }
      ByteBuffer buffer = ByteBuffer.wrap(bytes);
      Instant at = Instant.ofEpochMilli(buffer.getLong());
      return new StoredEntries.Entry(Preferences.value(buffer.get()), at);
    } catch (Exception e) {
      throw new IllegalStateException("reading an entry of a user's sets", e);
    }
  }

  /**
   * Stores an entry and hands it on, unless a later one is there.
   *
   * @param known entries that the user has
   * @return whether the user has one more
   */
  boolean store(UserSetEntry entry, long known, Consumer<Upsert<UserSetEntry>> out)
      throws Exception {
    String key = key(entry.getSet(), entry.getHash());
    StoredEntries.Entry before = entry(key);
    if (before == null
        && known >= (entry.getSet() == UserSet.SEEN ? HistoryConfig.MOST_SET_ENTRIES : MOST)) {
      return false;
    }
    if (before != null
        && !Preferences.wins(
            entry.getValue(), entry.getAt(), new Preference("", before.value(), before.at()))) {
      return false;
    }
    entries.put(
        key,
        ByteBuffer.allocate(BYTES)
            .putLong(entry.getAt().toEpochMilli())
            .put(Preferences.code(entry.getValue()))
            .array());
    out.accept(new Upsert<>(key + "/" + entry.getUser(), entry));
    return before == null;
  }

  /** Removes all entries of the user, and hands their removals on. */
  void clear(String user, Consumer<Upsert<UserSetEntry>> out) throws Exception {
    for (String key : entries.keys()) {
      out.accept(new Upsert<>(key + "/" + user, null));
    }
    entries.clear();
  }

  private static String key(UserSet set, long hash) {
    return set.name().toLowerCase(Locale.ROOT) + "/" + HexFormat.of().toHexDigits(hash);
  }
}

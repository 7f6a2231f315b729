package dev.freshet.flink.features;

import dev.freshet.flink.record.Upsert;
import dev.freshet.models.history.Preferences;
import dev.freshet.models.history.StoredEntries;
import dev.freshet.schemas.feature.Preference;
import dev.freshet.schemas.feature.UserSet;
import dev.freshet.schemas.feature.UserSetEntry;
import it.unimi.dsi.fastutil.longs.LongArrayList;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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

  private static final String NO_ENTRY = "";
  private static final int BYTES = Long.BYTES + 1;

  private final MapState<String, byte[]> entries;
  private final int most;

  private SetEntries(MapState<String, byte[]> entries, int most) {
    this.entries = entries;
    this.most = most;
  }

  /**
   * The entries of the current user.
   *
   * @param most entries of a user; with the next one the oldest tenth leaves
   */
  static SetEntries in(KeyedStateStore store, int most) {
    var descriptor =
        new MapStateDescriptor<>(
            "set-entries", Types.STRING, PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO);
    return new SetEntries(store.getMapState(descriptor), most);
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
   * Stores an entry and hands it on, unless a later one is there. Where there are too many, the
   * oldest make room for it.
   *
   * @param known entries that the user has
   * @return entries that the user has then
   */
  long store(UserSetEntry entry, long known, Consumer<Upsert<UserSetEntry>> out) throws Exception {
    String key = key(entry.getSet(), entry.getHash());
    StoredEntries.Entry before = entry(key);
    if (before != null
        && !Preferences.wins(
            entry.getValue(), entry.getAt(), new Preference("", before.value(), before.at()))) {
      return known;
    }
    long left = known;
    if (before == null) {
      left += 1 - (known < most ? 0 : forgetOldest(entry.getUser(), out));
    }
    entries.put(
        key,
        ByteBuffer.allocate(BYTES)
            .putLong(entry.getAt().toEpochMilli())
            .put(Preferences.code(entry.getValue()))
            .array());
    out.accept(new Upsert<>(key + "/" + entry.getUser(), entry));
    return left;
  }

  /**
   * Removes the oldest tenth: of the seen videos where there are as many, since one that is shown
   * again is a lesser evil than a hidden one. All entries are read for it, but only once for as
   * many events as entries leave.
   *
   * @return number of entries that left
   */
  private int forgetOldest(String user, Consumer<Upsert<UserSetEntry>> out) throws Exception {
    int surplus = Math.max(1, most / 10);
    LongArrayList all = new LongArrayList();
    LongArrayList seen = new LongArrayList();
    String ofSeen = prefix(UserSet.SEEN);
    for (Map.Entry<String, byte[]> entry : entries.entries()) {
      long at = ByteBuffer.wrap(entry.getValue()).getLong();
      all.add(at);
      if (entry.getKey().startsWith(ofSeen)) {
        seen.add(at);
      }
    }
    boolean seenOnly = seen.size() >= surplus;
    LongArrayList times = seenOnly ? seen : all;
    times.sort(null);
    long latest = times.getLong(Math.min(surplus, times.size()) - 1);
    List<String> leaving = new ArrayList<>();
    for (Map.Entry<String, byte[]> entry : entries.entries()) {
      if (leaving.size() < surplus
          && ByteBuffer.wrap(entry.getValue()).getLong() <= latest
          && (!seenOnly || entry.getKey().startsWith(ofSeen))) {
        leaving.add(entry.getKey());
      }
    }
    for (String key : leaving) {
      entries.remove(key);
      out.accept(new Upsert<>(key + "/" + user, null));
    }
    return leaving.size();
  }

  /** Removes all entries of the user, and hands their removals on. */
  void clear(String user, Consumer<Upsert<UserSetEntry>> out) throws Exception {
    for (String key : entries.keys()) {
      out.accept(new Upsert<>(key + "/" + user, null));
    }
    entries.clear();
  }

  /** Writes to the state without changing it, as {@code Rewrites} asks. */
  void rewrite() throws Exception {
    entries.remove(NO_ENTRY);
  }

  private static String key(UserSet set, long hash) {
    return prefix(set) + HexFormat.of().toHexDigits(hash);
  }

  private static String prefix(UserSet set) {
    return set.name().toLowerCase(Locale.ROOT) + "/";
  }
}

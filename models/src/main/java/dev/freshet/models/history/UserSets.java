package dev.freshet.models.history;

import dev.freshet.schemas.feature.Preference;
import dev.freshet.schemas.feature.PreferenceValue;
import dev.freshet.schemas.feature.SeenVideos;
import dev.freshet.schemas.feature.UserSet;
import dev.freshet.schemas.feature.UserState;
import it.unimi.dsi.fastutil.longs.LongOpenHashSet;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a user has seen and decided: what the state holds and what is stored beside it. */
public final class UserSets {

  private final StoredEntries stored;
  private final LongOpenHashSet seen = new LongOpenHashSet();
  private final Map<String, Preference> authors;
  private final Map<String, Preference> videos;
  private final boolean anyStored;

  /**
   * @param state of the user; null for one never seen
   * @param stored entries beside it
   */
  public UserSets(@Nullable UserState state, StoredEntries stored) {
    this.stored = stored;
    this.anyStored = state != null && state.getSetEntries() > 0;
    if (state == null) {
      authors = Map.of();
      videos = Map.of();
      return;
    }
    ByteBuffer hashes = state.getSeenVideos();
    for (int i = 0; i < SeenVideos.count(hashes); i++) {
      seen.add(SeenVideos.hash(hashes, i));
    }
    authors = byId(state.getAuthors());
    videos = byId(state.getVideos());
  }

  private static Map<String, Preference> byId(List<Preference> preferences) {
    if (preferences.isEmpty()) {
      return Map.of();
    }
    Map<String, Preference> byId = new HashMap<>();
    preferences.forEach(preference -> byId.put(preference.getId(), preference));
    return byId;
  }

  /** Whether the video was shown or watched. */
  public boolean hasSeen(String video) {
    long hash = SeenVideos.hash(video);
    return seen.contains(hash) || (anyStored && stored.entry(UserSet.SEEN, hash) != null);
  }

  /** Whether the user does not want to see the video. */
  public boolean hidesVideo(String video) {
    return value(UserSet.VIDEOS, videos, video) == PreferenceValue.HIDDEN;
  }

  /** Whether the user does not want to see videos of the author. */
  public boolean hidesAuthor(String author) {
    return value(UserSet.AUTHORS, authors, author) == PreferenceValue.HIDDEN;
  }

  /** Whether the user follows the author. */
  public boolean follows(String author) {
    return value(UserSet.AUTHORS, authors, author) == PreferenceValue.FOLLOWED;
  }

  private PreferenceValue value(UserSet set, Map<String, Preference> inState, String id) {
    Preference preference = inState.get(id);
    StoredEntries.Entry entry = anyStored ? stored.entry(set, SeenVideos.hash(id)) : null;
    if (preference == null) {
      return entry == null ? PreferenceValue.NONE : entry.value();
    }
    return entry != null && Preferences.wins(entry.value(), entry.at(), preference)
        ? entry.value()
        : preference.getValue();
  }
}

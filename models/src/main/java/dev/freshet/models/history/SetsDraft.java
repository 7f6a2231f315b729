package dev.freshet.models.history;

import dev.freshet.schemas.event.FeedbackEvent;
import dev.freshet.schemas.feature.Preference;
import dev.freshet.schemas.feature.PreferenceValue;
import dev.freshet.schemas.feature.SeenVideos;
import dev.freshet.schemas.feature.UserSet;
import dev.freshet.schemas.feature.UserSetEntry;
import dev.freshet.schemas.feature.UserState;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a user has seen and decided, while the next state is made. What no longer fits is handed out
 * as entries that leave.
 */
final class SetsDraft {

  private final String user;
  private final HistoryConfig config;
  private final StoredEntries stored;
  private final Instant asOf;
  private final boolean anyStored;
  private final List<UserSetEntry> leaving = new ArrayList<>();
  private ByteBuffer seen;
  private List<Preference> authors;
  private List<Preference> videos;

  SetsDraft(String user, @Nullable UserState before, HistoryConfig config, StoredEntries stored) {
    this.user = user;
    this.config = config;
    this.stored = stored;
    if (before == null) {
      asOf = Instant.MIN;
      anyStored = false;
      seen = ByteBuffer.allocate(0);
      authors = List.of();
      videos = List.of();
    } else {
      asOf = before.getAsOf();
      anyStored = before.getSetEntries() > 0;
      seen = before.getSeenVideos();
      authors =
          folded(
              folded(before.getAuthors(), before.getFollowedAuthors(), PreferenceValue.FOLLOWED),
              before.getHiddenAuthors(),
              PreferenceValue.HIDDEN);
      videos = folded(before.getVideos(), before.getHiddenVideos(), PreferenceValue.HIDDEN);
    }
  }

  /** Decisions that an earlier version wrote without their times count as of the state's. */
  private List<Preference> folded(
      List<Preference> preferences, List<String> earlier, PreferenceValue value) {
    List<Preference> all = preferences;
    for (String id : earlier) {
      all = Preferences.with(all, new Preference(id, value, asOf));
    }
    return all;
  }

  ByteBuffer seen() {
    return seen;
  }

  List<Preference> authors() {
    return authors;
  }

  List<Preference> videos() {
    return videos;
  }

  /** Entries that leave the sets with this event or soon after it. */
  List<UserSetEntry> leaving() {
    return leaving;
  }

  void decideOnAuthor(FeedbackEvent event, PreferenceValue value) {
    String author = event.getAuthor();
    if (author != null && !author.isEmpty()) {
      authors =
          bounded(
              UserSet.AUTHORS,
              author,
              authors,
              Preferences.with(authors, new Preference(author, value, event.getOccurredAt())),
              config.authors());
    }
  }

  void decideOnVideo(FeedbackEvent event, PreferenceValue value) {
    if (!event.getVideo().isEmpty()) {
      videos =
          bounded(
              UserSet.VIDEOS,
              event.getVideo(),
              videos,
              Preferences.with(
                  videos, new Preference(event.getVideo(), value, event.getOccurredAt())),
              config.videos());
    }
  }

  /** The latest decision on the video, or null where there is none. */
  @Nullable PreferenceValue decision(String video) {
    Preference inState = Preferences.of(videos, video);
    StoredEntries.Entry entry =
        anyStored ? stored.entry(UserSet.VIDEOS, SeenVideos.hash(video)) : null;
    if (entry != null
        && (inState == null || Preferences.wins(entry.value(), entry.at(), inState))) {
      return entry.value();
    }
    return inState == null ? null : inState.getValue();
  }

  void see(String video, Instant at) {
    if (video.isEmpty()) {
      return;
    }
    ByteBuffer before = seen;
    ByteBuffer after = SeenVideos.with(before, SeenVideos.hash(video), at);
    int tooMany = SeenVideos.count(after) - config.seen();
    if (tooMany > 0) {
      seen = SeenVideos.withoutOldest(after, tooMany);
    } else {
      seen = after;
    }
    if (SeenVideos.count(after) < config.seen() || after.equals(before)) {
      return;
    }
    // at the next events the oldest leave, so they are stored ahead of that
    int ahead = Math.max(0, tooMany) + ahead(config.seen());
    int stored = SeenVideos.count(before) < config.seen() ? 0 : ahead - 1;
    for (int i = stored; i < Math.min(ahead, SeenVideos.count(after)); i++) {
      leave(UserSet.SEEN, SeenVideos.hash(after, i), PreferenceValue.NONE, SeenVideos.at(after, i));
    }
    int inserted = indexOf(after, SeenVideos.hash(video));
    if (inserted < stored) {
      leave(
          UserSet.SEEN,
          SeenVideos.hash(after, inserted),
          PreferenceValue.NONE,
          SeenVideos.at(after, inserted));
    }
  }

  private static int indexOf(ByteBuffer seen, long hash) {
    for (int i = 0; i < SeenVideos.count(seen); i++) {
      if (SeenVideos.hash(seen, i) == hash) {
        return i;
      }
    }
    return SeenVideos.count(seen);
  }

  /** Leaves what goes beyond the limit out, and stores what is about to. */
  private List<Preference> bounded(
      UserSet set, String decided, List<Preference> before, List<Preference> after, int limit) {
    if (after.size() < limit || after.equals(before)) {
      return after;
    }
    int tooMany = after.size() - limit;
    int ahead = tooMany + ahead(limit);
    int stored = before.size() < limit ? 0 : ahead - 1;
    for (int i = 0; i < ahead; i++) {
      Preference preference = after.get(i);
      if (i >= stored || preference.getId().equals(decided)) {
        leave(set, SeenVideos.hash(preference.getId()), preference.getValue(), preference.getAt());
      }
    }
    return tooMany == 0 ? after : new ArrayList<>(after.subList(tooMany, after.size()));
  }

  private void leave(UserSet set, long hash, PreferenceValue value, Instant at) {
    leaving.add(new UserSetEntry(user, set, hash, value, at));
  }

  /**
   * Entries that are stored before they leave the state, so that a reader who has the state without
   * them has had time to take them in.
   */
  private static int ahead(int limit) {
    return Math.min(limit, Math.max(1, limit / 8));
  }
}

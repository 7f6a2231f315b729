package dev.freshet.models.history;

import dev.freshet.schemas.event.EventTarget;
import dev.freshet.schemas.event.FeedbackEvent;
import dev.freshet.schemas.feature.Interaction;
import dev.freshet.schemas.feature.Preference;
import dev.freshet.schemas.feature.PreferenceValue;
import dev.freshet.schemas.feature.SeenVideos;
import dev.freshet.schemas.feature.UserCounters;
import dev.freshet.schemas.feature.UserSet;
import dev.freshet.schemas.feature.UserSetEntry;
import dev.freshet.schemas.feature.UserState;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A user's next state while it is made. Lists of the state before are shared until they change, and
 * then copied once.
 */
final class StateDraft {

  private final HistoryConfig config;
  private final StoredEntries stored;
  private final String user;
  private final Instant asOf;
  private final long setEntries;
  private final long events;
  private final List<UserSetEntry> leaving = new ArrayList<>();
  private List<Interaction> positives;
  private List<Interaction> skips;
  private ByteBuffer seen;
  private List<Preference> authors;
  private List<Preference> videos;
  private long impressions;
  private long watches;
  private long longViews;
  private long likes;
  private long hides;

  StateDraft(String user, @Nullable UserState before, HistoryConfig config, StoredEntries stored) {
    this.user = user;
    this.config = config;
    this.stored = stored;
    if (before == null) {
      asOf = Instant.MIN;
      setEntries = 0;
      events = 0;
      positives = List.of();
      skips = List.of();
      seen = ByteBuffer.allocate(0);
      authors = List.of();
      videos = List.of();
    } else {
      asOf = before.getAsOf();
      setEntries = before.getSetEntries();
      events = before.getEvents();
      positives = before.getPositives();
      skips = before.getSkips();
      seen = before.getSeenVideos();
      authors =
          folded(
              folded(before.getAuthors(), before.getFollowedAuthors(), PreferenceValue.FOLLOWED),
              before.getHiddenAuthors(),
              PreferenceValue.HIDDEN);
      videos = folded(before.getVideos(), before.getHiddenVideos(), PreferenceValue.HIDDEN);
      UserCounters counters = before.getCounters();
      impressions = counters.getImpressions();
      watches = counters.getWatches();
      longViews = counters.getLongViews();
      likes = counters.getLikes();
      hides = counters.getHides();
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

  void show(FeedbackEvent event) {
    impressions++;
    see(event.getVideo(), event.getOccurredAt());
  }

  void watch(FeedbackEvent event) {
    watches++;
    see(event.getVideo(), event.getOccurredAt());
    Long watched = event.getWatchedMillis();
    if (watched == null) {
      return;
    }
    long length = lengthMillis(event);
    boolean longView = LongView.reached(watched, length);
    if (longView) {
      longViews++;
    }
    merge(
        new Interaction(
            event.getVideo(),
            event.getOccurredAt(),
            watched,
            length,
            longView,
            /* liked= */ false,
            Instant.EPOCH));
  }

  void like(FeedbackEvent event) {
    likes++;
    merge(decided(event, /* liked= */ true));
  }

  void unlike(FeedbackEvent event) {
    merge(decided(event, /* liked= */ false));
  }

  private static Interaction decided(FeedbackEvent event, boolean liked) {
    return new Interaction(
        event.getVideo(),
        event.getOccurredAt(),
        0L,
        lengthMillis(event),
        /* longView= */ false,
        liked,
        event.getOccurredAt());
  }

  void follow(FeedbackEvent event) {
    like(event);
    decideOnAuthor(event, PreferenceValue.FOLLOWED);
  }

  void unfollow(FeedbackEvent event) {
    decideOnAuthor(event, PreferenceValue.NONE);
  }

  void hide(FeedbackEvent event) {
    hides++;
    if (event.getTarget() == EventTarget.AUTHOR) {
      decideOnAuthor(event, PreferenceValue.HIDDEN);
    } else {
      hideVideo(event);
    }
  }

  void report(FeedbackEvent event) {
    hides++;
    hideVideo(event);
  }

  private void hideVideo(FeedbackEvent event) {
    decideOnVideo(event, PreferenceValue.HIDDEN);
    merge(
        new Interaction(
            event.getVideo(),
            event.getOccurredAt(),
            0L,
            lengthMillis(event),
            /* longView= */ false,
            /* liked= */ false,
            Instant.EPOCH));
  }

  void unhide(FeedbackEvent event) {
    if (event.getTarget() == EventTarget.AUTHOR) {
      decideOnAuthor(event, PreferenceValue.NONE);
      return;
    }
    decideOnVideo(event, PreferenceValue.NONE);
    place(event.getVideo());
  }

  private void decideOnAuthor(FeedbackEvent event, PreferenceValue value) {
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

  private void decideOnVideo(FeedbackEvent event, PreferenceValue value) {
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

  /** Takes in an interaction from before the system knew the user. */
  void remember(Interaction interaction) {
    impressions++;
    watches++;
    if (interaction.getLongView()) {
      longViews++;
    }
    if (interaction.getLiked()) {
      likes++;
    }
    see(interaction.getVideo(), interaction.getOccurredAt());
    merge(
        interaction.getLiked() && interaction.getLikedAt().equals(Instant.EPOCH)
            ? Interaction.newBuilder(interaction).setLikedAt(interaction.getOccurredAt()).build()
            : interaction);
  }

  UserState state(Instant eventTime, long version) {
    return new UserState(
        user,
        version,
        events + 1,
        eventTime.isAfter(asOf) ? eventTime : asOf,
        positives,
        skips,
        seen,
        authors,
        videos,
        setEntries,
        /* followedAuthors= */ List.of(),
        /* hiddenAuthors= */ List.of(),
        /* hiddenVideos= */ List.of(),
        new UserCounters(impressions, watches, longViews, likes, hides));
  }

  /** Entries that leave the sets with this event or soon after it. */
  List<UserSetEntry> leaving() {
    return leaving;
  }

  private void see(String video, Instant at) {
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

  private void merge(Interaction event) {
    String video = event.getVideo();
    if (video.isEmpty()) {
      return;
    }
    int inPositives = Interactions.indexOf(positives, video);
    int inSkips = inPositives < 0 ? Interactions.indexOf(skips, video) : -1;
    Interaction merged = event;
    if (inPositives >= 0) {
      merged = Interactions.merged(positives.get(inPositives), event);
    } else if (inSkips >= 0) {
      merged = Interactions.merged(skips.get(inSkips), event);
    }
    place(merged, inPositives, inSkips);
  }

  /** Puts what is known of the video where it belongs after a decision on it. */
  private void place(String video) {
    int inPositives = Interactions.indexOf(positives, video);
    int inSkips = inPositives < 0 ? Interactions.indexOf(skips, video) : -1;
    if (inPositives >= 0) {
      place(positives.get(inPositives), inPositives, inSkips);
    } else if (inSkips >= 0) {
      place(skips.get(inSkips), inPositives, inSkips);
    }
  }

  private void place(Interaction merged, int inPositives, int inSkips) {
    if ((merged.getLongView() || merged.getLiked()) && !isHidden(merged.getVideo())) {
      positives = Interactions.placed(positives, inPositives, merged, config.positives());
      skips = inSkips < 0 ? skips : Interactions.removed(skips, inSkips);
    } else {
      skips = Interactions.placed(skips, inSkips, merged, config.skips());
      positives = inPositives < 0 ? positives : Interactions.removed(positives, inPositives);
    }
  }

  private boolean isHidden(String video) {
    Preference inState = Preferences.of(videos, video);
    if (setEntries == 0) {
      return inState != null && inState.getValue() == PreferenceValue.HIDDEN;
    }
    StoredEntries.Entry entry = stored.entry(UserSet.VIDEOS, SeenVideos.hash(video));
    if (entry == null
        || (inState != null && !Preferences.wins(entry.value(), entry.at(), inState))) {
      return inState != null && inState.getValue() == PreferenceValue.HIDDEN;
    }
    return entry.value() == PreferenceValue.HIDDEN;
  }

  private static long lengthMillis(FeedbackEvent event) {
    Long length = event.getLengthMillis();
    return length == null ? 0 : Math.max(0, length);
  }
}

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
    int inPositives = indexOf(positives, video);
    int inSkips = inPositives < 0 ? indexOf(skips, video) : -1;
    Interaction merged = event;
    if (inPositives >= 0) {
      merged = merged(positives.get(inPositives), event);
    } else if (inSkips >= 0) {
      merged = merged(skips.get(inSkips), event);
    }
    place(merged, inPositives, inSkips);
  }

  /** Puts what is known of the video where it belongs after a decision on it. */
  private void place(String video) {
    int inPositives = indexOf(positives, video);
    int inSkips = inPositives < 0 ? indexOf(skips, video) : -1;
    if (inPositives >= 0) {
      place(positives.get(inPositives), inPositives, inSkips);
    } else if (inSkips >= 0) {
      place(skips.get(inSkips), inPositives, inSkips);
    }
  }

  private void place(Interaction merged, int inPositives, int inSkips) {
    if ((merged.getLongView() || merged.getLiked()) && !isHidden(merged.getVideo())) {
      positives = placed(positives, inPositives, merged, config.positives());
      skips = inSkips < 0 ? skips : removed(skips, inSkips);
    } else {
      skips = placed(skips, inSkips, merged, config.skips());
      positives = inPositives < 0 ? positives : removed(positives, inPositives);
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

  private static Interaction merged(Interaction a, Interaction b) {
    Instant likedAt = a.getLikedAt();
    boolean liked = a.getLiked();
    Instant other = b.getLikedAt();
    if (other.isAfter(likedAt)
        || (other.equals(likedAt) && !other.equals(Instant.EPOCH) && !b.getLiked())) {
      likedAt = other;
      liked = b.getLiked();
    }
    return new Interaction(
        a.getVideo(),
        a.getOccurredAt().isAfter(b.getOccurredAt()) ? a.getOccurredAt() : b.getOccurredAt(),
        Math.max(a.getWatchedMillis(), b.getWatchedMillis()),
        Math.max(a.getLengthMillis(), b.getLengthMillis()),
        a.getLongView() || b.getLongView(),
        liked,
        likedAt);
  }

  private static long lengthMillis(FeedbackEvent event) {
    Long length = event.getLengthMillis();
    return length == null ? 0 : Math.max(0, length);
  }

  private static int indexOf(List<Interaction> interactions, String video) {
    // the latest are the likeliest, and they are at the end
    for (int i = interactions.size() - 1; i >= 0; i--) {
      if (interactions.get(i).getVideo().equals(video)) {
        return i;
      }
    }
    return -1;
  }

  /** A copy with {@code added} at its place by (occurredAt, video) instead of the one at index. */
  private static List<Interaction> placed(
      List<Interaction> interactions, int replaced, Interaction added, int limit) {
    List<Interaction> copy = new ArrayList<>(interactions.size() + 1);
    copy.addAll(interactions);
    if (replaced >= 0) {
      copy.remove(replaced);
    }
    int place = copy.size();
    while (place > 0 && isBefore(added, copy.get(place - 1))) {
      place--;
    }
    copy.add(place, added);
    dropOldest(copy, limit);
    return copy;
  }

  private static boolean isBefore(Interaction a, Interaction b) {
    int byTime = a.getOccurredAt().compareTo(b.getOccurredAt());
    return byTime != 0 ? byTime < 0 : a.getVideo().compareTo(b.getVideo()) < 0;
  }

  private static List<Interaction> removed(List<Interaction> interactions, int index) {
    List<Interaction> copy = new ArrayList<>(interactions);
    copy.remove(index);
    return copy;
  }

  private static void dropOldest(List<?> list, int limit) {
    if (list.size() > limit) {
      list.subList(0, list.size() - limit).clear();
    }
  }
}

package dev.freshet.models.history;

import dev.freshet.schemas.event.FeedbackEvent;
import dev.freshet.schemas.feature.Interaction;
import dev.freshet.schemas.feature.SeenVideos;
import dev.freshet.schemas.feature.UserCounters;
import dev.freshet.schemas.feature.UserState;
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
  private final long version;
  private final Instant asOf;
  private List<Interaction> positives;
  private List<Interaction> skips;
  private List<Long> seen;
  private List<String> followedAuthors;
  private List<String> hiddenAuthors;
  private List<String> hiddenVideos;
  private long impressions;
  private long watches;
  private long longViews;
  private long likes;
  private long hides;

  StateDraft(@Nullable UserState before, HistoryConfig config) {
    this.config = config;
    if (before == null) {
      version = 0;
      asOf = Instant.MIN;
      positives = List.of();
      skips = List.of();
      seen = List.of();
      followedAuthors = List.of();
      hiddenAuthors = List.of();
      hiddenVideos = List.of();
    } else {
      version = before.getVersion();
      asOf = before.getAsOf();
      positives = before.getPositives();
      skips = before.getSkips();
      seen = before.getSeen();
      followedAuthors = before.getFollowedAuthors();
      hiddenAuthors = before.getHiddenAuthors();
      hiddenVideos = before.getHiddenVideos();
      UserCounters counters = before.getCounters();
      impressions = counters.getImpressions();
      watches = counters.getWatches();
      longViews = counters.getLongViews();
      likes = counters.getLikes();
      hides = counters.getHides();
    }
  }

  void show(String video) {
    impressions++;
    see(video);
  }

  void watch(FeedbackEvent event) {
    watches++;
    see(event.getVideo());
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
            /* liked= */ false));
  }

  void like(FeedbackEvent event) {
    likes++;
    merge(
        new Interaction(
            event.getVideo(),
            event.getOccurredAt(),
            0L,
            lengthMillis(event),
            /* longView= */ false,
            /* liked= */ true));
  }

  void follow(FeedbackEvent event) {
    like(event);
    String author = event.getAuthor();
    if (author != null && !author.isEmpty()) {
      followedAuthors = appended(followedAuthors, author, config.followedAuthors());
      hiddenAuthors = without(hiddenAuthors, author);
    }
  }

  void hide(FeedbackEvent event) {
    hides++;
    String author = event.getAuthor();
    if (author != null && !author.isEmpty()) {
      hiddenAuthors = appended(hiddenAuthors, author, config.hiddenAuthors());
      followedAuthors = without(followedAuthors, author);
    }
    if (event.getVideo().isEmpty()) {
      return;
    }
    hiddenVideos = appended(hiddenVideos, event.getVideo(), config.hiddenVideos());
    merge(
        new Interaction(
            event.getVideo(),
            event.getOccurredAt(),
            0L,
            lengthMillis(event),
            /* longView= */ false,
            /* liked= */ false));
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
    see(interaction.getVideo());
    merge(interaction);
  }

  UserState state(String user, Instant eventTime) {
    return new UserState(
        user,
        version + 1,
        eventTime.isAfter(asOf) ? eventTime : asOf,
        positives,
        skips,
        seen,
        followedAuthors,
        hiddenAuthors,
        hiddenVideos,
        new UserCounters(impressions, watches, longViews, likes, hides));
  }

  private void see(String video) {
    if (video.isEmpty()) {
      return;
    }
    Long hash = SeenVideos.hash(video);
    seen = appended(seen, hash, config.seen());
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
    if ((merged.getLongView() || merged.getLiked()) && !hiddenVideos.contains(video)) {
      positives = placed(positives, inPositives, merged, config.positives());
      skips = inSkips < 0 ? skips : removed(skips, inSkips);
    } else {
      skips = placed(skips, inSkips, merged, config.skips());
      positives = inPositives < 0 ? positives : removed(positives, inPositives);
    }
  }

  private static Interaction merged(Interaction a, Interaction b) {
    return new Interaction(
        a.getVideo(),
        a.getOccurredAt().isAfter(b.getOccurredAt()) ? a.getOccurredAt() : b.getOccurredAt(),
        Math.max(a.getWatchedMillis(), b.getWatchedMillis()),
        Math.max(a.getLengthMillis(), b.getLengthMillis()),
        a.getLongView() || b.getLongView(),
        a.getLiked() || b.getLiked());
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

  /** A copy with {@code added} once, at the end. */
  private static <T> List<T> appended(List<T> list, T added, int limit) {
    List<T> copy = new ArrayList<>(list.size() + 1);
    copy.addAll(list);
    copy.remove(added);
    copy.add(added);
    dropOldest(copy, limit);
    return copy;
  }

  private static <T> List<T> without(List<T> list, T gone) {
    if (!list.contains(gone)) {
      return list;
    }
    List<T> copy = new ArrayList<>(list);
    copy.remove(gone);
    return copy;
  }

  private static void dropOldest(List<?> list, int limit) {
    if (list.size() > limit) {
      list.subList(0, list.size() - limit).clear();
    }
  }
}

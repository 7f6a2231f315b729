package dev.freshet.models.history;

import dev.freshet.schemas.event.EventTarget;
import dev.freshet.schemas.event.FeedbackEvent;
import dev.freshet.schemas.feature.Interaction;
import dev.freshet.schemas.feature.PreferenceValue;
import dev.freshet.schemas.feature.UserCounters;
import dev.freshet.schemas.feature.UserSetEntry;
import dev.freshet.schemas.feature.UserState;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A user's next state while it is made. Lists of the state before are shared until they change, and
 * then copied once.
 */
final class StateDraft {

  private final String user;
  private final Instant asOf;
  private final long setEntries;
  private final long events;
  private final Outcomes outcomes;
  private final SetsDraft sets;
  private long impressions;
  private long watches;
  private long longViews;
  private long likes;
  private long hides;

  StateDraft(String user, @Nullable UserState before, HistoryConfig config, StoredEntries stored) {
    this.user = user;
    sets = new SetsDraft(user, before, config, stored);
    if (before == null) {
      asOf = Instant.MIN;
      setEntries = 0;
      events = 0;
      outcomes = new Outcomes(List.of(), List.of(), List.of(), config);
    } else {
      asOf = before.getAsOf();
      setEntries = before.getSetEntries();
      events = before.getEvents();
      outcomes = new Outcomes(before.getPositives(), before.getSkips(), before.getUndone(), config);
      UserCounters counters = before.getCounters();
      impressions = counters.getImpressions();
      watches = counters.getWatches();
      longViews = counters.getLongViews();
      likes = counters.getLikes();
      hides = counters.getHides();
    }
  }

  /** Entries that leave the sets with this event or soon after it. */
  List<UserSetEntry> leaving() {
    return sets.leaving();
  }

  void show(FeedbackEvent event) {
    impressions++;
    sets.see(event.getVideo(), event.getOccurredAt());
  }

  void watch(FeedbackEvent event) {
    watches++;
    sets.see(event.getVideo(), event.getOccurredAt());
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
    sets.decideOnAuthor(event, PreferenceValue.FOLLOWED);
  }

  void unfollow(FeedbackEvent event) {
    sets.decideOnAuthor(event, PreferenceValue.NONE);
  }

  void hide(FeedbackEvent event) {
    hides++;
    if (event.getTarget() == EventTarget.AUTHOR) {
      sets.decideOnAuthor(event, PreferenceValue.HIDDEN);
    } else {
      hideVideo(event);
    }
  }

  void report(FeedbackEvent event) {
    hides++;
    hideVideo(event);
  }

  private void hideVideo(FeedbackEvent event) {
    sets.decideOnVideo(event, PreferenceValue.HIDDEN);
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
      sets.decideOnAuthor(event, PreferenceValue.NONE);
      return;
    }
    sets.decideOnVideo(event, PreferenceValue.NONE);
    outcomes.place(event.getVideo(), sets.decision(event.getVideo()));
  }

  /** Takes in an interaction from before the system knew the user. */
  void remember(Interaction interaction) {
    impressions++;
    sets.see(interaction.getVideo(), interaction.getOccurredAt());
    if (isOnlyShown(interaction)) {
      return;
    }
    watches++;
    if (interaction.getLongView()) {
      longViews++;
    }
    if (interaction.getLiked()) {
      likes++;
    }
    merge(
        interaction.getLiked() && interaction.getLikedAt().equals(Instant.EPOCH)
            ? Interaction.newBuilder(interaction).setLikedAt(interaction.getOccurredAt()).build()
            : interaction);
  }

  private static boolean isOnlyShown(Interaction interaction) {
    return interaction.getWatchedMillis() == 0
        && interaction.getLengthMillis() == 0
        && !interaction.getLongView()
        && !interaction.getLiked()
        && interaction.getLikedAt().equals(Instant.EPOCH);
  }

  UserState state(Instant eventTime, long version) {
    return new UserState(
        user,
        version,
        events + 1,
        eventTime.isAfter(asOf) ? eventTime : asOf,
        outcomes.positives(),
        outcomes.skips(),
        outcomes.undone(),
        sets.seen(),
        sets.authors(),
        sets.videos(),
        setEntries,
        /* followedAuthors= */ List.of(),
        /* hiddenAuthors= */ List.of(),
        /* hiddenVideos= */ List.of(),
        new UserCounters(impressions, watches, longViews, likes, hides));
  }

  private void merge(Interaction event) {
    if (!event.getVideo().isEmpty()) {
      outcomes.merge(event, sets.decision(event.getVideo()));
    }
  }

  private static long lengthMillis(FeedbackEvent event) {
    Long length = event.getLengthMillis();
    return length == null ? 0 : Math.max(0, length);
  }
}

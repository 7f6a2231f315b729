package dev.freshet.serving.users;

import dev.freshet.models.history.HistoryConfig;
import dev.freshet.models.history.UserStates;
import dev.freshet.schemas.event.EventTimes;
import dev.freshet.schemas.event.FeedbackEvent;
import dev.freshet.schemas.event.UserId;
import dev.freshet.schemas.feature.UserState;
import dev.freshet.schemas.topic.AppliedUpTo;
import dev.freshet.serving.users.OwnEvents.Kept;
import dev.freshet.serving.users.UserStateStore.Stored;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a user right now: the state that the features job has published, then the events
 * that this node has acknowledged since, each once.
 */
@Singleton
public final class CurrentStates {

  /** No entry of a set leaves a state here: what is stored beside it is that of the job's state. */
  private static final HistoryConfig HISTORY = HistoryConfig.defaults().withSets(2_000);

  private static final Stored NOTHING = new Stored(null, null);
  private static final Comparator<FeedbackEvent> BY_TIME =
      Comparator.comparing(FeedbackEvent::getOccurredAt).thenComparing(FeedbackEvent::getEventId);

  private final UserStateStore states;
  private final OwnEvents own;
  private final Clock clock;

  /** The states of {@code states} with the events of {@code own}. */
  public CurrentStates(UserStateStore states, OwnEvents own, Clock clock) {
    this.states = states;
    this.own = own;
    this.clock = clock;
  }

  /**
   * What is known of a user.
   *
   * @param state null where nothing is known of the user
   * @param pending events in {@code state} that no published state has yet; not negative
   */
  record Current(@Nullable UserState state, int pending) {}

  /** What is known of the user. */
  Current current(UserId user) {
    return current(user, List.of());
  }

  /**
   * The user's state after some more events.
   *
   * @param latest events of the user in any order; those that are known already count once
   */
  public @Nullable UserState state(UserId user, List<FeedbackEvent> latest) {
    return current(user, latest).state;
  }

  private Current current(UserId user, List<FeedbackEvent> latest) {
    List<Kept> kept = own.of(user.value());
    Stored stored = states.stored(user);
    // an event leaves after the state that has it arrived: what is read between two looks that
    // find the same events fits together
    for (List<Kept> again = own.of(user.value());
        !again.equals(kept);
        again = own.of(user.value())) {
      kept = again;
      stored = states.stored(user);
    }
    return applied(stored, kept, latest);
  }

  /** What the events alone make of the user, where the stored state cannot be read. */
  public @Nullable UserState withoutStored(UserId user, List<FeedbackEvent> latest) {
    return applied(NOTHING, own.of(user.value()), latest).state;
  }

  private Current applied(Stored stored, List<Kept> kept, List<FeedbackEvent> latest) {
    UserState state = stored.state();
    Collection<FeedbackEvent> events = events(stored.applied(), kept, latest);
    long now = clock.millis();
    for (FeedbackEvent event : events) {
      state = UserStates.apply(state, EventTimes.clamped(event, now), HISTORY);
    }
    return new Current(state, events.size());
  }

  /** The events that the state does not have yet, in the order in which they count. */
  private Collection<FeedbackEvent> events(
      @Nullable AppliedUpTo applied, List<Kept> kept, List<FeedbackEvent> latest) {
    if (kept.isEmpty() && latest.isEmpty()) {
      return List.of();
    }
    Map<String, FeedbackEvent> events = new LinkedHashMap<>();
    for (Kept each : kept) {
      boolean isIn = applied != null && applied.covers(each.position());
      if (!isIn && own.isCurrent(each)) {
        events.putIfAbsent(each.event().getEventId(), each.event());
      }
    }
    latest.stream().sorted(BY_TIME).forEach(event -> events.putIfAbsent(event.getEventId(), event));
    return events.values();
  }
}

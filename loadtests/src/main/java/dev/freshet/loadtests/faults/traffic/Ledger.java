package dev.freshet.loadtests.faults.traffic;

import dev.freshet.loadtests.http.ClientEvent;
import dev.freshet.models.history.HistoryConfig;
import dev.freshet.models.history.LongView;
import dev.freshet.models.history.UserStates;
import dev.freshet.schemas.event.EventKind;
import dev.freshet.schemas.event.FeedbackEvent;
import dev.freshet.schemas.feature.UserState;
import dev.freshet.schemas.serde.TrustedRecords;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * What the system has said is safe, and the state that each user must be in for it: the events
 * applied in order, each once, by the same rules and without a system in between. Thread-safe as
 * long as each user's events come from one thread.
 */
public final class Ledger {

  static {
    TrustedRecords.trust(); // building a record reads a schema
  }

  private final Map<String, UserState> expected = new ConcurrentHashMap<>();
  private final Map<Shown, String> unwatched = new ConcurrentHashMap<>();
  private final Set<String> watched = ConcurrentHashMap.newKeySet();
  private final Map<Placed, Long> longViews = new ConcurrentHashMap<>();
  private final LongAdder events = new LongAdder();

  private record Shown(String user, String video) {}

  /** A video in a place of the app. */
  public record Placed(String surface, String video) {}

  /** These events, of one user each in order, were acknowledged. */
  public void acknowledged(List<ClientEvent> batch) {
    for (ClientEvent event : batch) {
      expected.compute(
          event.user(),
          (user, state) -> UserStates.apply(state, feedbackEvent(event), HistoryConfig.defaults()));
      noteImpression(event);
    }
    events.add(batch.size());
  }

  private void noteImpression(ClientEvent event) {
    var shown = new Shown(event.user(), event.video());
    switch (EventKind.valueOf(event.kind())) {
      case IMPRESSION -> unwatched.put(shown, event.eventId());
      case WATCH -> {
        String impression = unwatched.remove(shown);
        if (impression != null) {
          watched.add(impression);
        }
        if (LongView.reached(orZero(event.watchedMillis()), orZero(event.lengthMillis()))) {
          longViews.merge(new Placed(event.surface(), event.video()), 1L, Long::sum);
        }
      }
      default -> {
        // decides no impression by itself
      }
    }
  }

  private static long orZero(@Nullable Long millis) {
    return millis == null ? 0 : millis;
  }

  /** Long views of each video on each surface. */
  public Map<Placed, Long> longViews() {
    return Map.copyOf(longViews);
  }

  /** Number of acknowledged events. */
  public long events() {
    return events.sum();
  }

  /** The state that each user must be in. */
  public Map<String, UserState> expected() {
    return Map.copyOf(expected);
  }

  /** Ids of the impressions that were watched, each of which must become an example of that id. */
  public Set<String> watchedImpressions() {
    return Set.copyOf(watched);
  }

  @SuppressWarnings("NullAway") // Avro's setters do not say which fields may be null
  private static FeedbackEvent feedbackEvent(ClientEvent event) {
    return FeedbackEvent.newBuilder()
        .setEventId(event.eventId())
        .setUser(event.user())
        .setVideo(event.video())
        .setKind(EventKind.valueOf(event.kind()))
        .setOccurredAt(Instant.ofEpochMilli(event.occurredAt()))
        .setWatchedMillis(event.watchedMillis())
        .setLengthMillis(event.lengthMillis())
        .setPosition(event.position())
        .setSurface(event.surface())
        .setDevice(event.device())
        .build();
  }
}

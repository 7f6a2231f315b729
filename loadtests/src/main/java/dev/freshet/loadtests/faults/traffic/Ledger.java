package dev.freshet.loadtests.faults.traffic;

import dev.freshet.loadtests.http.ClientEvent;
import dev.freshet.models.history.HistoryConfig;
import dev.freshet.models.history.UserStates;
import dev.freshet.schemas.event.EventKind;
import dev.freshet.schemas.event.FeedbackEvent;
import dev.freshet.schemas.feature.UserState;
import dev.freshet.schemas.serde.TrustedRecords;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

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
  private final LongAdder events = new LongAdder();

  /** These events, of one user each in order, were acknowledged. */
  public void acknowledged(List<ClientEvent> batch) {
    for (ClientEvent event : batch) {
      expected.compute(
          event.user(),
          (user, state) -> UserStates.apply(state, feedbackEvent(event), HistoryConfig.defaults()));
    }
    events.add(batch.size());
  }

  /** Number of acknowledged events. */
  public long events() {
    return events.sum();
  }

  /** The state that each user must be in. */
  public Map<String, UserState> expected() {
    return Map.copyOf(expected);
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

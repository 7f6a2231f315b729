package dev.freshet.serving.recommend;

import dev.freshet.models.history.HistoryConfig;
import dev.freshet.models.history.UserStates;
import dev.freshet.schemas.event.FeedbackEvent;
import dev.freshet.schemas.feature.UserState;
import dev.freshet.serving.page.PageRequest;
import dev.freshet.serving.store.StoreException;
import dev.freshet.serving.users.UserStateStore;
import jakarta.inject.Singleton;
import java.util.Comparator;
import java.util.List;
import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds out who a page is for. */
@Singleton
class Viewers {

  private static final Logger LOG = LoggerFactory.getLogger(Viewers.class);
  private static final HistoryConfig HISTORY = HistoryConfig.defaults();

  private final UserStateStore states;

  Viewers(UserStateStore states) {
    this.states = states;
  }

  /**
   * Who a page is for.
   *
   * @param state with the events of the request applied; null for a user never seen who sends none
   * @param failed whether the stored state could not be read
   */
  record Viewer(@Nullable UserState state, boolean failed) {}

  Viewer of(PageRequest request) {
    UserState stored = null;
    boolean failed = false;
    try {
      stored = states.state(request.user());
    } catch (StoreException | SerializationException e) {
      failed = true;
      LOG.atError()
          .setMessage("user state cannot be read")
          .addKeyValue("user", request.user().value())
          .setCause(e)
          .log();
    }
    return new Viewer(apply(stored, request.events()), failed);
  }

  private static @Nullable UserState apply(
      @Nullable UserState stored, List<FeedbackEvent> unordered) {
    UserState state = stored;
    List<FeedbackEvent> events =
        unordered.stream()
            .sorted(
                Comparator.comparing(FeedbackEvent::getOccurredAt)
                    .thenComparing(FeedbackEvent::getEventId))
            .toList();
    for (FeedbackEvent event : events) {
      state = UserStates.apply(state, event, HISTORY);
    }
    return state;
  }
}

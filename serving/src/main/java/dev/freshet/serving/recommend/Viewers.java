package dev.freshet.serving.recommend;

import dev.freshet.schemas.feature.UserState;
import dev.freshet.serving.page.PageRequest;
import dev.freshet.serving.store.StoreException;
import dev.freshet.serving.users.CurrentStates;
import jakarta.inject.Singleton;
import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds out who a page is for. */
@Singleton
class Viewers {

  private static final Logger LOG = LoggerFactory.getLogger(Viewers.class);

  private final CurrentStates states;

  Viewers(CurrentStates states) {
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
    try {
      return new Viewer(states.state(request.user(), request.events()), false);
    } catch (StoreException | SerializationException e) {
      LOG.atError()
          .setMessage("user state cannot be read")
          .addKeyValue("user", request.user().value())
          .setCause(e)
          .log();
      return new Viewer(states.withoutStored(request.user(), request.events()), true);
    }
  }
}

package dev.freshet.serving.recommend;

import dev.freshet.models.history.StoredEntries;
import dev.freshet.models.history.UserSets;
import dev.freshet.schemas.feature.UserState;
import dev.freshet.serving.page.PageRequest;
import dev.freshet.serving.store.StoreException;
import dev.freshet.serving.users.CurrentStates;
import dev.freshet.serving.users.UserSetStore;
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
  private final UserSetStore sets;

  Viewers(CurrentStates states, UserSetStore sets) {
    this.states = states;
    this.sets = sets;
  }

  /**
   * Who a page is for.
   *
   * @param state with the events of the request applied; null for a user never seen who sends none
   * @param sets what the user has seen and decided
   * @param failed whether the stored state could not be read
   */
  record Viewer(@Nullable UserState state, UserSets sets, boolean failed) {}

  Viewer of(PageRequest request) {
    try {
      return viewer(states.state(request.user(), request.events()), false);
    } catch (StoreException | SerializationException e) {
      LOG.atError()
          .setMessage("user state cannot be read")
          .addKeyValue("user", request.user().value())
          .setCause(e)
          .log();
      return viewer(states.withoutStored(request.user(), request.events()), true);
    }
  }

  private Viewer viewer(@Nullable UserState state, boolean failed) {
    return new Viewer(state, new UserSets(state, storedBeside(state)), failed);
  }

  private StoredEntries storedBeside(@Nullable UserState state) {
    try {
      return sets.of(state);
    } catch (StoreException e) {
      LOG.atError().setMessage("a user's sets cannot be read").setCause(e).log();
      return StoredEntries.NONE;
    }
  }
}

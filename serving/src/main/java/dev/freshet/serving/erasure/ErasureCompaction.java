package dev.freshet.serving.erasure;

import dev.freshet.serving.store.Family;
import dev.freshet.serving.store.LocalStore;
import dev.freshet.serving.store.StoreConfig;
import io.micronaut.context.annotation.Context;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.TaskScheduler;
import jakarta.inject.Named;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Rewrites the store's files after an erasure: a removed key stays in them and in the log until
 * they are. Erasures that come close together share one rewrite, which begins early enough for the
 * removals of all of them to have come and to be done in time.
 */
@Context
class ErasureCompaction {

  private static final Set<Family> OF_USERS =
      Set.of(Family.USER_STATES, Family.USER_SET_ENTRIES, Family.EMBEDDING_ROWS);

  private final LocalStore store;
  private final TaskScheduler scheduler;
  private final Duration after;
  private final AtomicBoolean due = new AtomicBoolean();

  ErasureCompaction(
      LocalStore store,
      ErasedUsers erased,
      @Named(TaskExecutors.SCHEDULED) TaskScheduler scheduler,
      StoreConfig config) {
    this.store = store;
    this.scheduler = scheduler;
    this.after = config.erasedWithin().dividedBy(2);
    if (!erased.isEmpty()) {
      schedule(); // the node may have been stopped before it was done
    }
    erased.onErasure(user -> schedule());
  }

  private void schedule() {
    if (due.compareAndSet(false, true)) {
      ScheduledFuture<?> unused = scheduler.schedule(after, this::compact);
    }
  }

  private void compact() {
    due.set(false);
    store.compact(OF_USERS);
  }
}

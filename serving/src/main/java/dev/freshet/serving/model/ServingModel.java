package dev.freshet.serving.model;

import dev.freshet.serving.vector.ItemIndex;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A loaded release with the index of its generation's videos. It is closed when it has been
 * replaced and the last request that uses it has ended.
 */
public final class ServingModel implements AutoCloseable {

  private final PageModel model;
  private final IndexRefresh refresh;
  private final ReleaseId id;
  private final Instant learnedUpTo;

  /** Requests that use it, and one for the room while it serves. */
  private final AtomicInteger users = new AtomicInteger(1);

  ServingModel(PageModel model, IndexRefresh refresh, ReleaseId id, Instant learnedUpTo) {
    this.model = model;
    this.refresh = refresh;
    this.id = id;
    this.learnedUpTo = learnedUpTo;
  }

  /** The loaded network. */
  public PageModel model() {
    return model;
  }

  /** The vectors of all videos. */
  public ItemIndex index() {
    return refresh.index();
  }

  IndexRefresh refresh() {
    return refresh;
  }

  /** Which release it is. */
  public ReleaseId id() {
    return id;
  }

  /** Event time up to which the network has learned from every example. */
  public Instant learnedUpTo() {
    return learnedUpTo;
  }

  /** Whether the model may be used; each true wants one {@link #close}. */
  public boolean enter() {
    return users.updateAndGet(n -> n == 0 ? 0 : n + 1) > 0;
  }

  @Override
  public void close() {
    if (users.decrementAndGet() == 0) {
      model.close();
    }
  }
}

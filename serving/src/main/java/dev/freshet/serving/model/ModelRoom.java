package dev.freshet.serving.model;

import dev.freshet.models.EmbeddingRows;
import dev.freshet.schemas.feature.ModelRelease;
import dev.freshet.serving.catalog.CatalogueStore;
import dev.freshet.serving.vector.VectorConfig;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.annotation.Context;
import jakarta.annotation.PreDestroy;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the release that serves lives. A new one is loaded beside it, checked, and put in its place
 * in one step; with a new generation, of its rows or of the fused vectors that it reads, comes a
 * new index, filled before the step. A release that cannot be loaded changes nothing.
 */
@Context
public final class ModelRoom {

  private static final Logger LOG = LoggerFactory.getLogger(ModelRoom.class);

  private final ReleaseStore releases;
  private final RowTables rows;
  private final CatalogueStore catalogue;
  private final ModelLoader loader;
  private final VectorConfig vectors;
  private final Counter swaps;
  private final Counter refusals;
  private final AtomicReference<@Nullable ServingModel> serving = new AtomicReference<>();
  private final Semaphore offers = new Semaphore(0);
  private final Thread thread;
  private volatile @Nullable ReleaseId refused;
  private volatile boolean stopped;

  ModelRoom(
      ReleaseStore releases,
      RowTables rows,
      CatalogueStore catalogue,
      ModelLoader loader,
      VectorConfig vectors,
      MeterRegistry meters) {
    this.releases = releases;
    this.rows = rows;
    this.catalogue = catalogue;
    this.loader = loader;
    this.vectors = vectors;
    // at zero from the start, so that the first of each is seen as an increase
    this.swaps = meters.counter("freshet.serving.model.swaps");
    this.refusals = meters.counter("freshet.serving.model.refused");
    meters.gauge("freshet.serving.model.step", this, ModelRoom::step);
    releases.onRelease(offers::release);
    offers.release();
    thread = Thread.ofPlatform().name("model-room").start(this::run);
  }

  /**
   * The model that serves, to be closed by the caller when the request is done with it; nothing
   * while there is none.
   */
  public Optional<ServingModel> enter() {
    for (ServingModel current = serving.get(); current != null; current = serving.get()) {
      if (current.enter()) {
        return Optional.of(current);
      }
    }
    return Optional.empty();
  }

  /**
   * Serves an older release from now on, whatever comes, until {@link #followNewest}; after a
   * restart too. Rows go on changing: it is the dense network that is rolled back or, where the
   * release is of another generation, network and rows.
   *
   * @return whether the release is kept; nothing changes where it is not
   */
  public boolean rollBack(ReleaseId to) {
    boolean kept = releases.pin(to);
    offers.release();
    return kept;
  }

  /** Serves the newest release from now on. */
  public void followNewest() {
    releases.unpin();
    offers.release();
  }

  private void run() {
    while (!stopped) {
      try {
        offers.acquire();
        offers.drainPermits();
        releases.wanted().ifPresent(this::serve);
      } catch (InterruptedException e) {
        stopped = true;
      }
    }
  }

  private void serve(ReleaseId id) {
    ServingModel current = serving.get();
    if ((current != null && current.id().equals(id)) || id.equals(refused)) {
      return;
    }
    Optional<ModelRelease> release = releases.release(id);
    if (release.isEmpty()) {
      return;
    }
    try {
      replace(current, load(release.get(), current));
      swaps.increment();
      LOG.atDebug().setMessage("serving release").addKeyValue("release", id).log();
    } catch (RuntimeException e) {
      // a release is foreign bytes: whatever they do, the next one must still be taken
      refused = id;
      refusals.increment();
      LOG.atError()
          .setMessage("release was refused; the one before goes on serving")
          .addKeyValue("release", id)
          .setCause(e)
          .log();
    }
  }

  private ServingModel load(ModelRelease release, @Nullable ServingModel current) {
    ReleaseId id = ReleaseId.of(release);
    String fusion = release.getFusion();
    PageModel model =
        loader.load(
            release,
            rows.of(id.generation()),
            fusion == null ? EmbeddingRows.NONE : rows.of(fusion));
    if (current != null && current.refresh().isOf(release)) {
      current.refresh().follow(model);
      return new ServingModel(model, current.refresh(), id, release.getLearnedUpTo());
    }
    IndexRefresh refresh = new IndexRefresh(release, model, rows, catalogue, vectors);
    LOG.atInfo()
        .setMessage("serving a new generation")
        .addKeyValue("release", id)
        .addKeyValue("fusion", fusion)
        .addKeyValue("videos", refresh.index().size())
        .log();
    return new ServingModel(model, refresh, id, release.getLearnedUpTo());
  }

  private void replace(@Nullable ServingModel before, ServingModel next) {
    serving.set(next);
    if (before == null) {
      return;
    }
    if (before.refresh() != next.refresh()) {
      before.refresh().close();
    }
    before.close();
  }

  private double step() {
    ServingModel current = serving.get();
    return current == null ? -1 : current.id().step();
  }

  @PreDestroy
  void close() throws InterruptedException {
    stopped = true;
    thread.interrupt();
    thread.join(2_000);
    ServingModel current = serving.getAndSet(null);
    if (current != null) {
      current.refresh().close();
      current.close();
    }
  }
}

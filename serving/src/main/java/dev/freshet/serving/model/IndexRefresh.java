package dev.freshet.serving.model;

import dev.freshet.models.EmbeddingRows;
import dev.freshet.models.ModelException;
import dev.freshet.schemas.event.Video;
import dev.freshet.schemas.event.VideoId;
import dev.freshet.schemas.feature.ModelRelease;
import dev.freshet.serving.catalog.CatalogueStore;
import dev.freshet.serving.vector.ItemIndex;
import dev.freshet.serving.vector.VectorConfig;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the index of a generation's videos in step with its rows and the catalogue. A video whose
 * own row, fused vector, author's row or record changed is recomputed at the next look; rows that
 * many videos share, such as those of tags, reach the index by a sweep over all videos.
 */
final class IndexRefresh implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(IndexRefresh.class);
  private static final String VIDEO_TABLE = "video";
  private static final String AUTHOR_TABLE = "author";

  /** From the beginning of one sweep to that of the next, at least. */
  private static final Duration SWEEP_EVERY = Duration.ofSeconds(1);

  private final String generation;
  private final @Nullable String fusion;
  private final RowTables rows;
  private final CatalogueStore catalogue;
  private final ItemIndex index;
  private final VectorConfig config;
  private final RowTables.RowListener rowListener = this::rowChanged;
  private final Consumer<String> videoListener;
  private final Set<String> changed = ConcurrentHashMap.newKeySet();
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final Thread thread;
  private volatile PageModel model;
  private Iterator<String> sweep = List.<String>of().iterator();
  private long sweepBegun = System.nanoTime();

  /**
   * Fills the index, then follows the changes.
   *
   * @param release of the generation, and with the fused vectors, that the index is of
   * @param model that release, loaded
   */
  IndexRefresh(
      ModelRelease release,
      PageModel model,
      RowTables rows,
      CatalogueStore catalogue,
      VectorConfig config) {
    this.generation = release.getGeneration();
    this.fusion = release.getFusion();
    this.model = model;
    this.rows = rows;
    this.catalogue = catalogue;
    this.config = config;
    this.index = new ItemIndex(config);
    this.videoListener = changed::add;
    rows.onChange(rowListener);
    catalogue.onChange(videoListener);
    catalogue.index().ids().forEach(this::refresh);
    this.thread = Thread.ofPlatform().name("index-" + generation).start(this::run);
  }

  /** Whether vectors of this release belong into the same index. */
  boolean isOf(ModelRelease release) {
    return generation.equals(release.getGeneration())
        && Objects.equals(fusion, release.getFusion());
  }

  ItemIndex index() {
    return index;
  }

  /** Works vectors out with a newer release of the generation from now on. */
  void follow(PageModel newer) {
    model = newer;
  }

  private void rowChanged(String ofGeneration, String table, String id) {
    if (ofGeneration.equals(fusion) && table.equals(EmbeddingRows.FUSED)) {
      changed.add(id);
    }
    if (!ofGeneration.equals(generation)) {
      return;
    }
    switch (table) {
      case VIDEO_TABLE -> changed.add(id);
      case AUTHOR_TABLE -> changed.addAll(catalogue.index().of(id));
      default -> {
        // the sweep will come by
      }
    }
  }

  private void run() {
    try {
      while (!stopped.await(config.refreshEvery().toMillis(), TimeUnit.MILLISECONDS)) {
        for (Iterator<String> ids = changed.iterator(); ids.hasNext(); ) {
          String id = ids.next();
          ids.remove();
          refresh(id);
        }
        sweepSome();
        index.maintain();
      }
    } catch (InterruptedException e) {
      LOG.atDebug().setMessage("index refresh was interrupted").log();
    }
  }

  private void sweepSome() {
    long share = config.sweepPerSecond() * config.refreshEvery().toMillis() / 1_000;
    for (long i = 0; i < Math.max(1, share); i++) {
      if (!sweep.hasNext()) {
        if (System.nanoTime() - sweepBegun >= SWEEP_EVERY.toNanos()) {
          sweep = catalogue.index().ids().iterator();
          sweepBegun = System.nanoTime();
        }
        return;
      }
      refresh(sweep.next());
    }
  }

  private void refresh(String id) {
    Video video = catalogue.video(id);
    if (video == null) {
      index.remove(id);
      return;
    }
    try {
      index.put(id, model.videoVector(new VideoId(id)));
    } catch (ModelException | IllegalArgumentException e) {
      LOG.atWarn().setMessage("no vector").addKeyValue("video", id).setCause(e).log();
    }
  }

  @Override
  public void close() {
    rows.forget(rowListener);
    catalogue.forget(videoListener);
    stopped.countDown();
    thread.interrupt();
  }
}

package dev.freshet.serving.vector;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The vectors of one generation's videos, ready to be searched; the first one decides the
 * dimension. One thread changes it, any thread searches.
 *
 * <p>Up to {@link VectorConfig#exactUpTo} videos every vector is compared. Beyond, a graph is
 * searched that is built in the background from time to time, and beside it those videos that came
 * after it was built.
 */
public final class ItemIndex {

  private static final Logger LOG = LoggerFactory.getLogger(ItemIndex.class);

  private final VectorConfig config;
  private volatile @Nullable ExactScan scan;
  private volatile @Nullable Graphed graphed;

  /** A graph on its way; of the changing thread. */
  private @Nullable CompletableFuture<ItemGraph> build;

  private long builtNanos;

  /** An empty index. */
  public ItemIndex(VectorConfig config) {
    this.config = config;
  }

  /**
   * A graph and what came after it.
   *
   * @param later videos that the graph does not have
   */
  private record Graphed(ItemGraph graph, ExactScan later) {}

  /** Number of videos. */
  public int size() {
    ExactScan current = scan;
    return current == null ? 0 : current.size();
  }

  /** Whether a graph is searched. */
  public boolean approximate() {
    return graphed != null;
  }

  /**
   * Puts a video's vector in, or in the place of the one before.
   *
   * @param vector [d]
   */
  public void put(String id, float[] vector) {
    ExactScan current = scan;
    if (current == null) {
      current = new ExactScan(vector.length);
      scan = current;
    }
    current.put(id, vector);
    Graphed beside = graphed;
    if (beside != null && !beside.graph.move(id, vector)) {
      beside.later.put(id, vector);
    }
  }

  /** Takes a video out. */
  public void remove(String id) {
    ExactScan current = scan;
    if (current != null) {
      current.remove(id);
    }
    Graphed beside = graphed;
    if (beside != null) {
      beside.graph.remove(id);
      beside.later.remove(id);
    }
  }

  /** Starts to build a graph when one is due, and takes over one that is done. Returns at once. */
  public void maintain() {
    ExactScan current = scan;
    if (current == null || current.size() <= config.exactUpTo()) {
      graphed = null;
      return;
    }
    CompletableFuture<ItemGraph> running = build;
    if (running != null) {
      if (running.isDone()) {
        build = null;
        takeOver(running, current);
      }
      return;
    }
    boolean due = System.nanoTime() - builtNanos > config.rebuildEvery().toNanos();
    if (graphed == null || due) {
      build(current);
    }
  }

  private void build(ExactScan current) {
    Map<String, float[]> vectors = new HashMap<>();
    current.forEach(vectors::put);
    builtNanos = System.nanoTime();
    build = CompletableFuture.supplyAsync(() -> new ItemGraph(vectors, config));
  }

  private void takeOver(CompletableFuture<ItemGraph> done, ExactScan current) {
    if (done.isCompletedExceptionally()) {
      LOG.atError()
          .setMessage("graph of videos could not be built; the search goes on without it")
          .setCause(done.exceptionNow())
          .log();
      return;
    }
    ItemGraph graph = done.join();
    ExactScan later = new ExactScan(current.dimension());
    Set<String> present = new HashSet<>();
    current.forEach(
        (id, vector) -> {
          present.add(id);
          if (!graph.move(id, vector)) {
            later.put(id, vector);
          }
        });
    graph.retain(present::contains);
    graphed = new Graphed(graph, later);
    LOG.atInfo()
        .setMessage("searching a graph of videos")
        .addKeyValue("videos", present.size())
        .addKeyValue("seconds", (System.nanoTime() - builtNanos) / 1_000_000_000L)
        .log();
  }

  /**
   * The {@code k} wanted videos whose vectors have the greatest dot products with the query, best
   * first; all of them or, beyond {@link VectorConfig#exactUpTo}, nearly.
   *
   * @param query [d]
   */
  public List<Hit> nearest(float[] query, int k, Predicate<String> wanted) {
    TopHits top = new TopHits(k, wanted);
    Graphed beside = graphed;
    ExactScan current = scan;
    if (beside != null) {
      beside.graph.search(query, k, wanted, top);
      beside.later.search(query, top);
    } else if (current != null) {
      current.search(query, top);
    }
    return top.best();
  }
}

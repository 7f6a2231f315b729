package dev.freshet.serving.vector;

import io.github.jbellis.jvector.graph.GraphIndexBuilder;
import io.github.jbellis.jvector.graph.GraphSearcher;
import io.github.jbellis.jvector.graph.ImmutableGraphIndex;
import io.github.jbellis.jvector.graph.ListRandomAccessVectorValues;
import io.github.jbellis.jvector.graph.RandomAccessVectorValues;
import io.github.jbellis.jvector.graph.SearchResult;
import io.github.jbellis.jvector.graph.similarity.DefaultSearchScoreProvider;
import io.github.jbellis.jvector.vector.VectorSimilarityFunction;
import io.github.jbellis.jvector.vector.VectorizationProvider;
import io.github.jbellis.jvector.vector.types.VectorFloat;
import io.github.jbellis.jvector.vector.types.VectorTypeSupport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ForkJoinPool;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A navigable graph over vectors as they were when it was built.
 *
 * <p>A graph finds small distances, not great products, so each vector {@code x} gets one more
 * component {@code √(M² − |x|²)}, where {@code M} is the longest vector's length: with a query that
 * has 0 there, the order of distances is the order of dot products. Bachrach et al., "Speeding Up
 * the Xbox Recommender System Using a Euclidean Transformation for Inner-Product Spaces", RecSys
 * 2014.
 *
 * <p>Vectors may change after the build: distances are taken to where they are now, only the edges
 * are as of then.
 */
final class ItemGraph {

  private static final VectorTypeSupport VECTORS =
      VectorizationProvider.getInstance().getVectorTypeSupport();
  private static final float OVERFLOW = 1.2f;
  private static final float ALPHA = 1.2f;

  private final int dimension;
  private final double searchFactor;
  private final float greatest;
  private final Map<String, Integer> ordinals = new HashMap<>();
  private final @Nullable String[] ids;
  private final RandomAccessVectorValues values;
  private final ImmutableGraphIndex graph;
  private final ThreadLocal<GraphSearcher> searchers;

  /**
   * Builds the graph, which takes a while.
   *
   * @param vectors [d] each, at least one
   */
  ItemGraph(Map<String, float[]> vectors, VectorConfig config) {
    this.dimension = vectors.values().iterator().next().length;
    this.searchFactor = config.searchFactor();
    this.greatest =
        (float) vectors.values().stream().mapToDouble(ItemGraph::squaredLength).max().orElse(0);
    this.ids = new String[vectors.size()];
    List<VectorFloat<?>> extended = new ArrayList<>(vectors.size());
    vectors.forEach(
        (id, vector) -> {
          int ordinal = extended.size();
          ids[ordinal] = id;
          ordinals.put(id, ordinal);
          extended.add(VECTORS.createFloatVector(extended(vector)));
        });
    this.values = new ListRandomAccessVectorValues(extended, dimension + 1);
    this.graph = build(vectors.size(), config);
    this.searchers = ThreadLocal.withInitial(() -> new GraphSearcher(graph));
  }

  /** On one core, so that searches go on meanwhile. */
  private ImmutableGraphIndex build(int count, VectorConfig config) {
    try (ForkJoinPool inserting = new ForkJoinPool(1);
        ForkJoinPool finishing = new ForkJoinPool(1);
        GraphIndexBuilder builder =
            GraphIndexBuilder.builder(
                    values, VectorSimilarityFunction.EUCLIDEAN, config.graphDegree())
                .withBeamWidth(config.graphBeam())
                .withNeighborOverflow(OVERFLOW)
                .withAlpha(ALPHA)
                .withSimdExecutor(inserting)
                .withParallelExecutor(finishing)
                .build()) {
      return builder.build(values);
    } catch (IOException e) {
      throw new UncheckedIOException("building a graph of " + count + " videos", e);
    }
  }

  /** Moves a video's vector to where it is now; says whether the graph has the video. */
  boolean move(String id, float[] vector) {
    Integer ordinal = ordinals.get(id);
    if (ordinal == null) {
      return false;
    }
    VectorFloat<?> place = values.getVector(ordinal);
    float[] now = extended(vector);
    for (int j = 0; j < now.length; j++) {
      place.set(j, now[j]);
    }
    ids[ordinal] = id;
    return true;
  }

  /** The video is not to be found any more. */
  void remove(String id) {
    Integer ordinal = ordinals.get(id);
    if (ordinal != null) {
      ids[ordinal] = null;
    }
  }

  /** Takes out what {@code present} does not have. */
  void retain(Predicate<String> present) {
    ordinals.keySet().stream().filter(id -> !present.test(id)).toList().forEach(this::remove);
  }

  /** Offers the dot products of nearly all of the {@code k} best wanted videos. */
  void search(float[] query, int k, Predicate<String> wanted, TopHits top) {
    float[] flat = Arrays.copyOf(query, dimension + 1);
    var scores =
        DefaultSearchScoreProvider.exact(
            VECTORS.createFloatVector(flat), VectorSimilarityFunction.EUCLIDEAN, values);
    int beam = (int) Math.ceil(k * searchFactor);
    SearchResult found =
        searchers.get().search(scores, k, beam, 0, 0, ordinal -> isWanted(ordinal, wanted));
    for (SearchResult.NodeScore node : found.getNodes()) {
      String id = ids[node.node];
      if (id != null) {
        top.offer(id, product(query, values.getVector(node.node)));
      }
    }
  }

  private boolean isWanted(int ordinal, Predicate<String> wanted) {
    String id = ids[ordinal];
    return id != null && wanted.test(id);
  }

  private static float product(float[] query, VectorFloat<?> vector) {
    float sum = 0;
    for (int j = 0; j < query.length; j++) {
      sum += query[j] * vector.get(j);
    }
    return sum;
  }

  private float[] extended(float[] vector) {
    float[] longer = Arrays.copyOf(vector, dimension + 1);
    longer[dimension] = (float) Math.sqrt(Math.max(0, greatest - squaredLength(vector)));
    return longer;
  }

  private static double squaredLength(float[] vector) {
    double sum = 0;
    for (float component : vector) {
      sum += component * component;
    }
    return sum;
  }
}

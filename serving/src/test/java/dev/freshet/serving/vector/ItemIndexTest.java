package dev.freshet.serving.vector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.testkit.Patience;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ItemIndexTest {

  private static final int DIMENSION = 17;
  private static final int VIDEOS = 3_000;

  private final SplittableRandom random = new SplittableRandom(42);
  private final Map<String, float[]> vectors = new HashMap<>();

  @Test
  void findsExactlyTheGreatestProductsUpToTheConfiguredSize() {
    ItemIndex index = filled(config(VIDEOS));
    float[] query = gaussian();

    List<Hit> hits = index.nearest(query, 50, id -> true);

    assertThat(hits).extracting(Hit::video).isEqualTo(best(query, 50));
    assertThat(hits.getFirst().score())
        .isCloseTo(dot(query, vectors.getOrDefault(hits.getFirst().video(), query)), within());
    assertThat(index.approximate()).isFalse();
  }

  @Test
  void findsNearlyAllOfThemWithAGraph() {
    ItemIndex index = filled(config(1_000));
    awaitGraph(index);

    double recall = 0;
    for (int q = 0; q < 50; q++) {
      float[] query = gaussian();
      Set<String> found =
          new HashSet<>(index.nearest(query, 50, id -> true).stream().map(Hit::video).toList());
      found.retainAll(best(query, 50));
      recall += found.size() / 50.0 / 50;
    }

    assertThat(recall).isGreaterThan(0.95);
  }

  @Test
  void followsChangesThatComeAfterTheGraphWasBuilt() {
    ItemIndex index = filled(config(1_000));
    awaitGraph(index);
    float[] query = gaussian();
    float[] far = query.clone();
    for (int j = 0; j < DIMENSION; j++) {
      far[j] *= 100;
    }

    index.put("later", far);
    index.remove(best(query, 1).getFirst());

    List<Hit> hits = index.nearest(query, 5, id -> true);
    assertThat(hits.getFirst().video()).isEqualTo("later");
    assertThat(hits).extracting(Hit::video).doesNotContain(best(query, 1).getFirst());
  }

  @Test
  void leavesOutWhatIsNotWanted() {
    ItemIndex exact = filled(config(VIDEOS));
    ItemIndex graph = filled(config(1_000));
    awaitGraph(graph);
    float[] query = gaussian();
    Set<String> unwanted = Set.copyOf(best(query, 20));

    assertThat(exact.nearest(query, 20, id -> !unwanted.contains(id)))
        .hasSize(20)
        .extracting(Hit::video)
        .doesNotContainAnyElementsOf(unwanted);
    assertThat(graph.nearest(query, 20, id -> !unwanted.contains(id)))
        .hasSize(20)
        .extracting(Hit::video)
        .doesNotContainAnyElementsOf(unwanted);
  }

  @Test
  void findsNothingWhileItIsEmptyAndEverythingThatIsLeftAfterRemovals() {
    ItemIndex index = new ItemIndex(config(10));
    assertThat(index.nearest(new float[] {1}, 3, id -> true)).isEmpty();

    index.put("a", new float[] {1});
    index.put("b", new float[] {3});
    index.put("c", new float[] {2});
    index.put("a", new float[] {4});
    index.remove("b");

    assertThat(index.nearest(new float[] {1}, 3, id -> true))
        .containsExactly(new Hit("a", 4), new Hit("c", 2));
  }

  private static org.assertj.core.data.Offset<Float> within() {
    return org.assertj.core.data.Offset.offset(1e-4f);
  }

  private ItemIndex filled(VectorConfig config) {
    SplittableRandom same = new SplittableRandom(7);
    ItemIndex index = new ItemIndex(config);
    for (int i = 0; i < VIDEOS; i++) {
      float[] vector = gaussian(same);
      vectors.put("v" + i, vector);
      index.put("v" + i, vector);
    }
    return index;
  }

  private static void awaitGraph(ItemIndex index) {
    Patience.await()
        .until(
            () -> {
              index.maintain();
              return index.approximate();
            });
  }

  private static VectorConfig config(int exactUpTo) {
    return new VectorConfig(
        exactUpTo, 16, 100, 2.0, Duration.ofMinutes(10), Duration.ofMillis(50), 20_000);
  }

  private List<String> best(float[] query, int k) {
    List<Map.Entry<String, float[]>> entries = new ArrayList<>(vectors.entrySet());
    entries.sort(
        Comparator.comparingDouble((Map.Entry<String, float[]> e) -> -dot(query, e.getValue())));
    return entries.stream().limit(k).map(Map.Entry::getKey).toList();
  }

  private static float dot(float[] a, float[] b) {
    float sum = 0;
    for (int j = 0; j < a.length; j++) {
      sum += a[j] * b[j];
    }
    return sum;
  }

  private float[] gaussian() {
    return gaussian(random);
  }

  private static float[] gaussian(SplittableRandom random) {
    float[] vector = new float[DIMENSION];
    for (int j = 0; j < DIMENSION; j++) {
      vector[j] = (float) random.nextGaussian();
    }
    return vector;
  }
}

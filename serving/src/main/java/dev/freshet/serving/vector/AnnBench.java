package dev.freshet.serving.vector;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Cost of the exact scan and of the graph by number of videos, and the graph's recall, which decide
 * {@link VectorConfig#exactUpTo}. Times are the searching thread's own, so other work on the
 * machine counts little.
 *
 * <pre>
 * AnnBench [--json FILE] [--components 17] [--videos 10000,100000,1000000]
 * </pre>
 *
 * <p>Vectors are drawn with a fixed seed around 200 centres; a search asks for the best 300.
 */
public final class AnnBench {

  private static final int K = 300;
  private static final int SEARCHES = 200;
  private static final int CLUSTERS = 200;
  private static final List<String> COLUMNS =
      List.of(
          "videos",
          "scanP50Micros",
          "scanP99Micros",
          "graphBuildSeconds",
          "graphP50Micros",
          "graphP99Micros",
          "recall");

  private AnnBench() {}

  public static void main(String[] args) throws IOException {
    Map<String, String> options = new HashMap<>();
    for (int i = 0; i + 1 < args.length; i += 2) {
      options.put(args[i], args[i + 1]);
    }
    int dimension = Integer.parseInt(options.getOrDefault("--components", "17"));
    System.out.println(String.join("  ", COLUMNS));
    List<String> rows = new ArrayList<>();
    for (String count : options.getOrDefault("--videos", "10000,100000,1000000").split(",", -1)) {
      List<String> row = measure(dimension, Integer.parseInt(count));
      System.out.println(String.join("  ", row));
      rows.add(json(row));
    }
    String file = options.get("--json");
    if (file != null) {
      Files.writeString(Path.of(file), "{\"rows\":[" + String.join(",", rows) + "]}\n");
    }
  }

  private static String json(List<String> row) {
    List<String> fields = new ArrayList<>();
    for (int i = 0; i < row.size(); i++) {
      fields.add("\"%s\":%s".formatted(COLUMNS.get(i), row.get(i)));
    }
    return "{" + String.join(",", fields) + "}";
  }

  private static List<String> measure(int dimension, int count) {
    SplittableRandom random = new SplittableRandom(42);
    float[][] centres = new float[CLUSTERS][];
    for (int c = 0; c < CLUSTERS; c++) {
      centres[c] = gaussian(dimension, 1, null, random);
    }
    Map<String, float[]> vectors = new HashMap<>();
    ExactScan scan = new ExactScan(dimension);
    for (int i = 0; i < count; i++) {
      float[] vector = gaussian(dimension, 0.5, centres[random.nextInt(CLUSTERS)], random);
      vectors.put("v" + i, vector);
      scan.put("v" + i, vector);
    }
    float[][] queries = new float[SEARCHES][];
    for (int q = 0; q < SEARCHES; q++) {
      queries[q] = gaussian(dimension, 0.5, centres[random.nextInt(CLUSTERS)], random);
    }
    long[] exactNanos = new long[SEARCHES];
    List<Set<String>> exact = search(queries, exactNanos, (query, top) -> scan.search(query, top));
    search(queries, exactNanos, (query, top) -> scan.search(query, top));

    System.out.printf("building a graph of %,d videos%n", count);
    long start = System.nanoTime();
    ItemGraph graph = new ItemGraph(vectors, config());
    long seconds = Duration.ofNanos(System.nanoTime() - start).toSeconds();
    long[] graphNanos = new long[SEARCHES];
    search(queries, graphNanos, (query, top) -> graph.search(query, K, id -> true, top));
    List<Set<String>> found =
        search(queries, graphNanos, (query, top) -> graph.search(query, K, id -> true, top));
    double recall = 0;
    for (int q = 0; q < SEARCHES; q++) {
      Set<String> both = new HashSet<>(exact.get(q));
      both.retainAll(found.get(q));
      recall += (double) both.size() / K / SEARCHES;
    }
    return List.of(
        Integer.toString(count),
        Long.toString(micros(exactNanos, 0.5)),
        Long.toString(micros(exactNanos, 0.99)),
        Long.toString(seconds),
        Long.toString(micros(graphNanos, 0.5)),
        Long.toString(micros(graphNanos, 0.99)),
        String.format(Locale.ROOT, "%.4f", recall));
  }

  private static VectorConfig config() {
    return new VectorConfig(1, 16, 100, 2.0, Duration.ofMinutes(10), Duration.ofMillis(50), 20_000);
  }

  private interface Search {
    void run(float[] query, TopHits top);
  }

  private static List<Set<String>> search(float[][] queries, long[] nanos, Search search) {
    var threads = ManagementFactory.getThreadMXBean();
    List<Set<String>> results = new ArrayList<>();
    for (int q = 0; q < queries.length; q++) {
      long start = threads.getCurrentThreadCpuTime();
      TopHits top = new TopHits(K, id -> true);
      search.run(queries[q], top);
      List<Hit> best = top.best();
      nanos[q] = threads.getCurrentThreadCpuTime() - start;
      results.add(new HashSet<>(best.stream().map(Hit::video).toList()));
    }
    return results;
  }

  private static long micros(long[] nanos, double quantile) {
    long[] sorted = nanos.clone();
    Arrays.sort(sorted);
    return sorted[(int) (quantile * (sorted.length - 1))] / 1_000;
  }

  private static float[] gaussian(
      int dimension,
      double spread,
      float @org.jspecify.annotations.Nullable [] centre,
      SplittableRandom random) {
    float[] vector = new float[dimension];
    for (int j = 0; j < dimension; j++) {
      vector[j] = (float) (spread * random.nextGaussian()) + (centre == null ? 0 : centre[j]);
    }
    return vector;
  }
}

package dev.freshet.serving.vector;

import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The 300 videos nearest to a user, by looking at every one. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class ExactScanBenchmark {

  private static final int DIMENSION = 17;
  private static final int HITS = 300;

  @Param({"1000", "10000", "100000"})
  public int videos;

  private final SplittableRandom random = new SplittableRandom(1);
  private final ExactScan scan = new ExactScan(DIMENSION);
  private float[] query;

  @Setup(Level.Trial)
  public void fill() {
    for (int i = 0; i < videos; i++) {
      scan.put("v" + i, vector());
    }
    query = vector();
  }

  private float[] vector() {
    float[] vector = new float[DIMENSION];
    for (int i = 0; i < DIMENSION; i++) {
      vector[i] = (float) random.nextDouble() - 0.5f;
    }
    return vector;
  }

  @Benchmark
  public List<Hit> nearest() {
    TopHits top = new TopHits(HITS, id -> true);
    scan.search(query, top);
    return top.best();
  }
}

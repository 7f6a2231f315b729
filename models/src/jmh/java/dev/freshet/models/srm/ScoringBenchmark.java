package dev.freshet.models.srm;

import dev.freshet.models.ScoringContext;
import dev.freshet.models.srm.network.SequenceModel;
import dev.freshet.models.srm.network.SrmConfig;
import dev.freshet.schemas.event.UserId;
import dev.freshet.schemas.event.VideoId;
import dev.freshet.schemas.feature.UserState;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What a page asks of a release: scores of its candidates, and the vector it searches with. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(value = 1, jvmArgsAppend = "-Xss8m") // optimising a graph takes more than a worker of JMH has
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class ScoringBenchmark {

  private static final int USER = 6;

  @Param({"SASREC", "GRU4REC", "DIN"})
  public SequenceModel model;

  @Param({"100", "300"})
  public int candidates;

  private SrmTrainer trainer;
  private SrmScorer scorer;
  private ScoringContext user;
  private List<VideoId> videos;

  @Setup(Level.Trial)
  public void release() {
    trainer = new SrmTrainer(SrmConfig.defaults().with(model), "g", "benchmark");
    TinyModel.batches(20, 1).forEach(b -> trainer.scoreThenLearn(b, TinyModel.CATALOGUE));
    scorer =
        new SrmScorer(
            trainer.release(Map.of(), TinyModel.START),
            new ScoredVideos(TinyModel.rows(trainer), TinyModel.CATALOGUE));
    UserState state =
        UserState.newBuilder()
            .setUser("u" + USER)
            .setVersion(1)
            .setAsOf(TinyModel.START)
            .setPositives(TinyModel.positives(USER))
            .setSkips(TinyModel.skips(USER))
            .setCounters(TinyModel.counters())
            .build();
    user =
        new ScoringContext(
            new UserId("u" + USER), state, "main", "phone", TinyModel.START.plusSeconds(9_000));
    videos =
        IntStream.range(0, candidates)
            .mapToObj(i -> new VideoId("v" + i % TinyModel.VIDEOS))
            .toList();
  }

  @TearDown(Level.Trial)
  public void close() {
    scorer.close();
    trainer.close();
  }

  /** All candidates in one call. */
  @Benchmark
  public float[] score() {
    return scorer.score(user, videos);
  }

  /** What retrieval looks for. */
  @Benchmark
  public float[] userVector() {
    return scorer.userVector(user);
  }
}

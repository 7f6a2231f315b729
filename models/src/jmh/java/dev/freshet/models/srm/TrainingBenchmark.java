package dev.freshet.models.srm;

import dev.freshet.models.rows.RowStore;
import dev.freshet.models.srm.network.SequenceModel;
import dev.freshet.models.srm.network.SrmConfig;
import dev.freshet.schemas.feature.TrainingExample;
import java.util.List;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** One training step, and its parts, on a batch of known users. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class TrainingBenchmark {

  private static final int BATCHES = 16;

  @Param({"SASREC", "GRU4REC", "DIN"})
  public SequenceModel model;

  private SrmTrainer trainer;
  private SrmBatch encoding;
  private BareStep bare;
  private List<List<TrainingExample>> batches;
  private int next;

  @Setup(Level.Trial)
  public void learnOnce() {
    SrmConfig config = SrmConfig.defaults().with(model);
    batches = TinyModel.batches(BATCHES, 1);
    trainer = new SrmTrainer(config, "g", "benchmark");
    batches.forEach(batch -> trainer.scoreThenLearn(batch, TinyModel.CATALOGUE));
    encoding = new SrmBatch(config, new RowStore(config.rowStore()));
    bare = new BareStep(config, batches.getFirst(), TinyModel.CATALOGUE);
  }

  @TearDown(Level.Trial)
  public void close() {
    trainer.close();
    bare.close();
  }

  /** Scores a batch and learns from it. */
  @Benchmark
  public float[] step() {
    return trainer.scoreThenLearn(batch(), TinyModel.CATALOGUE);
  }

  /** From examples to the network's inputs. */
  @Benchmark
  public Object encode() {
    return encoding.encode(batch(), TinyModel.CATALOGUE);
  }

  /** The network alone: forward, backward, Adam. */
  @Benchmark
  public boolean network() {
    return bare.run();
  }

  private List<TrainingExample> batch() {
    next = (next + 1) % BATCHES;
    return batches.get(next);
  }
}

package dev.freshet.models.merging;

import dev.freshet.models.Trainer.StateSink;
import dev.freshet.models.net.Parameter;
import dev.freshet.models.net.train.Task;
import dev.freshet.models.paper.cki.CkiModel;
import dev.freshet.models.paper.cki.MergeReport;
import dev.freshet.models.srm.SrmTrainer;
import dev.freshet.schemas.feature.FloatBytes;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The dense parameters as the last merge left them, and what the next merge goes on from. */
final class MergedNetwork {

  private static final String RELEASED = "released";
  private static final String COMPATIBILITY = "compatibility";

  private final MergingConfig config;
  private List<Parameter> parameters;

  /** {@code A} in its order; null before its first step. */
  private float @Nullable [] compatibility;

  private @Nullable MergeReport report;

  /**
   * @param initial what all replicas start with
   */
  MergedNetwork(MergingConfig config, List<Parameter> initial) {
    this.config = config;
    parameters = initial;
  }

  static List<Parameter> copies(List<Parameter> parameters) {
    return parameters.stream().map(p -> p.withValues(p.values().clone())).toList();
  }

  /** As the last merge left them; not to be changed. */
  List<Parameter> parameters() {
    return parameters;
  }

  /** What the last merge made of each matrix; null before the first, or since a restore. */
  @Nullable MergeReport report() {
    return report;
  }

  /**
   * Lets {@code A} take its steps, which the next merge goes by.
   *
   * @param replicas {@link #model} of them before they learned from the window
   */
  void assess(CkiModel replicas, Task window) {
    replicas.train(List.of(window));
    compatibility = floats(replicas.compatibility());
  }

  /** The replicas as they are now, with {@code A} as its last step left it. */
  CkiModel model(List<SrmTrainer> replicas) {
    CkiModel model =
        new CkiModel(replicas.stream().map(SrmTrainer::parameters).toList(), config.cki());
    if (compatibility != null) {
      fill(model.compatibility(), compatibility);
    }
    return model;
  }

  /**
   * Makes the replicas' dense parameters alike: splices the matrices, takes vectors from the first
   * replica, and averages the statistics by numbers of examples.
   *
   * @param examples that each replica has learned from in the round
   */
  void merge(List<SrmTrainer> replicas, long[] examples) {
    List<Parameter> statistics = statistics(replicas, examples);
    replicas.forEach(replica -> replica.set(statistics));
    CkiModel.Merged merged = model(replicas).mergeFast(config.splicing());
    report = merged.report();
    parameters = merged.parameters();
    replicas.forEach(replica -> replica.set(parameters));
  }

  /** Mean of the replicas' statistics, each weighted by its number of examples. */
  private static List<Parameter> statistics(List<SrmTrainer> replicas, long[] examples) {
    long all = Arrays.stream(examples).sum();
    List<Parameter> means = replicas.getFirst().statistics();
    means.forEach(mean -> Arrays.fill(mean.values(), 0));
    for (int k = 0; k < examples.length; k++) {
      float share = (float) examples[k] / all;
      List<Parameter> own = replicas.get(k).statistics();
      for (int p = 0; p < means.size(); p++) {
        for (int i = 0; i < means.get(p).values().length; i++) {
          means.get(p).values()[i] += share * own.get(p).values()[i];
        }
      }
    }
    return means;
  }

  void save(StateSink sink) {
    sink.put(RELEASED, FloatBytes.of(floats(parameters)).array());
    if (compatibility != null) {
      sink.put(COMPATIBILITY, FloatBytes.of(compatibility).array());
    }
  }

  /**
   * Takes back one entry as {@link #save} wrote it.
   *
   * @return false where the key is not one of this network's
   */
  boolean restore(String key, byte[] value) {
    switch (key) {
      case RELEASED -> fill(parameters, FloatBytes.toArray(ByteBuffer.wrap(value)));
      case COMPATIBILITY -> compatibility = FloatBytes.toArray(ByteBuffer.wrap(value));
      default -> {
        return false;
      }
    }
    return true;
  }

  /** All values, one parameter after the other. */
  static float[] floats(List<Parameter> parameters) {
    float[] all = new float[parameters.stream().mapToInt(p -> p.values().length).sum()];
    int at = 0;
    for (Parameter parameter : parameters) {
      System.arraycopy(parameter.values(), 0, all, at, parameter.values().length);
      at += parameter.values().length;
    }
    return all;
  }

  /** Sets all values as {@link #floats} gave them. */
  static void fill(List<Parameter> parameters, float[] all) {
    int at = 0;
    for (Parameter parameter : parameters) {
      System.arraycopy(all, at, parameter.values(), 0, parameter.values().length);
      at += parameter.values().length;
    }
  }
}

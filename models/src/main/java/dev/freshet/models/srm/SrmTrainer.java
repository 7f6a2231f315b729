package dev.freshet.models.srm;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.freshet.models.Catalogue;
import dev.freshet.models.ModelException;
import dev.freshet.models.ReleasingTrainer;
import dev.freshet.models.net.Loss;
import dev.freshet.models.net.Parameter;
import dev.freshet.models.net.train.StepOutcome;
import dev.freshet.models.net.train.Task;
import dev.freshet.models.rows.RowStore;
import dev.freshet.models.srm.feature.SrmTable;
import dev.freshet.models.srm.network.SrmConfig;
import dev.freshet.models.srm.network.SrmInputs;
import dev.freshet.schemas.feature.ModelRelease;
import dev.freshet.schemas.feature.ReleaseProvenance;
import dev.freshet.schemas.feature.TrainingExample;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Learns the sequence model online: embedding rows by Adagrad, the dense network by Adam, both from
 * the one forward pass that also gives the scores.
 *
 * <p>The loss is the sum over examples and heads of the weighted binary cross-entropy.
 */
public final class SrmTrainer implements ReleasingTrainer {
  private static final int PROBES = 8;

  /** One of so many examples is learned from a second time, as if its video were unknown. */
  private static final int UNKNOWN_EVERY = 6;

  private static final String NETWORK = "network";
  private static final String STEP = "step";
  private static final String PROBE = "probe";
  private static final String FUSION = "fusion";

  private final SrmConfig config;
  private final String generation;
  private final String dataset;
  private final RowStore rows;
  private final SrmBatch examples;
  private final DenseNetwork dense;
  private @Nullable String fusion;
  private long step;
  private boolean unsaved;
  private SrmInputs probe;

  /** The last batch, as it was encoded. */
  private SrmInputs latest;

  private List<TrainingExample> latestExamples = List.of();

  /**
   * @param generation name of this run's rows and networks; another shape or a fresh start is
   *     another generation
   * @param dataset name of the data it learns from, for the provenance
   */
  public SrmTrainer(SrmConfig config, String generation, String dataset) {
    this.config = config;
    this.generation = generation;
    this.dataset = dataset;
    rows = new RowStore(config.rowStore());
    examples = new SrmBatch(config, rows);
    dense = new DenseNetwork(config);
    probe = SrmInputs.zeros(config, 1, 1);
    latest = probe;
  }

  @Override
  public String model() {
    return config.model().id();
  }

  @Override
  public String generation() {
    return generation;
  }

  @Override
  public long step() {
    return step;
  }

  @Override
  public String configuration() {
    return config.toJson();
  }

  @Override
  public long refused() {
    return rows.refused() + dense.refused();
  }

  @Override
  public long rows() {
    return rows.admitted();
  }

  @Override
  public float[] scoreThenLearn(List<TrainingExample> batch, Catalogue catalogue) {
    List<TrainingExample> all = withUnknown(batch);
    SrmInputs inputs = examples.encode(all, batch.size(), catalogue);
    Task task = dense.task(all, inputs);
    examples.past().gather(task.inputs());
    StepOutcome outcome = dense.learn(task);
    examples.scatter(outcome.gradients());
    fusion = config.fusedDimension() > 0 ? catalogue.fusion() : null;
    step++;
    unsaved = true;
    rows.learn(step);
    if (rows.expire(lastLabelled(batch))) {
      examples.forget();
    }
    probe = inputs.first(Math.min(batch.size(), PROBES));
    latest = inputs;
    latestExamples = batch;
    return scores(outcome.values().tensor(Loss.LOGITS).toFloats(), batch.size());
  }

  /**
   * The examples, and some of them once more to be learned from as if nobody had ever seen their
   * video; where there are no fused vectors, which would be all that is left, none. Without them
   * the network would rely on rows that a new video does not have.
   *
   * <p>Volkovs, Yu and Poutanen, "DropoutNet: Addressing Cold Start in Recommender Systems",
   * NeurIPS 2017.
   */
  private List<TrainingExample> withUnknown(List<TrainingExample> batch) {
    if (config.fusedDimension() == 0) {
      return batch;
    }
    List<TrainingExample> all = new ArrayList<>(batch);
    for (TrainingExample example : batch) {
      if (Math.floorMod(example.getExampleId().hashCode(), UNKNOWN_EVERY) == 0) {
        all.add(example);
      }
    }
    return all;
  }

  @Override
  public void forget(String user) {
    rows.forget(SrmTable.USER.id(), user);
    examples.forget();
  }

  /** Probabilities of a long view. */
  private static float[] scores(float[] logits, int count) {
    float[] scores = new float[count];
    for (int i = 0; i < count; i++) {
      scores[i] = sigmoid(logits[i * SrmTable.HEADS]);
    }
    return scores;
  }

  private static long lastLabelled(List<TrainingExample> batch) {
    long latest = Long.MIN_VALUE;
    for (TrainingExample example : batch) {
      latest = Math.max(latest, example.getLabelledAt().toEpochMilli());
    }
    return latest;
  }

  static float sigmoid(float x) {
    return (float) (1 / (1 + Math.exp(-x)));
  }

  @Override
  public void saveChanges(StateSink sink) {
    rows.saveChanges(sink);
    if (!unsaved) {
      return;
    }
    sink.put(NETWORK, dense.save());
    sink.put(STEP, ByteBuffer.allocate(Long.BYTES).putLong(step).array());
    sink.put(PROBE, probe.toBytes());
    if (fusion != null) {
      sink.put(FUSION, fusion.getBytes(UTF_8));
    }
    unsaved = false;
  }

  @Override
  public void restore(String key, byte[] value) {
    if (rows.restore(key, value)) {
      return;
    }
    if (key.equals(NETWORK)) {
      dense.restore(value);
    } else if (key.equals(STEP)) {
      step = ByteBuffer.wrap(value).getLong();
    } else if (key.equals(PROBE)) {
      probe = SrmInputs.fromBytes(value, config);
    } else if (key.equals(FUSION)) {
      fusion = new String(value, UTF_8);
    } else {
      throw new ModelException(model() + ": unknown entry of the state: " + key);
    }
  }

  @Override
  public void drainRows(Consumer<RowUpdate> consumer) {
    rows.drainRows(consumer);
  }

  @Override
  public ModelRelease release(Map<String, Double> metrics, Instant learnedUpTo) {
    return release(parameters(), metrics, learnedUpTo);
  }

  /** As {@link #release(Map, Instant)}, with other values of {@link #parameters}. */
  public ModelRelease release(
      List<Parameter> parameters, Map<String, Double> metrics, Instant learnedUpTo) {
    ModelRelease.Builder release =
        ModelRelease.newBuilder()
            .setModel(model())
            .setGeneration(generation)
            .setStep(step)
            .setLearnedUpTo(learnedUpTo)
            .setNetwork(dense.export(parameters))
            .setProbe(dense.probe(parameters, probe))
            .setMetrics(Map.copyOf(metrics))
            .setProvenance(
                ReleaseProvenance.newBuilder()
                    .setDataset(dataset)
                    .setConfig(config.toJson())
                    .setSeed(config.seed())
                    .build());
    if (fusion != null) {
      release.setFusion(fusion);
    }
    return release.build();
  }

  /**
   * Copies of the dense parameters as they are released: first those that are trained, then those
   * that are not.
   */
  public List<Parameter> parameters() {
    return dense.parameters();
  }

  /** Takes over values of {@link #parameters}, of this trainer's shape, by name. */
  public void set(List<Parameter> parameters) {
    dense.set(parameters);
    unsaved = true;
  }

  /** The rows that it learns, to merge them with those of others. */
  public RowStore rowStore() {
    return rows;
  }

  /** Copies of those of {@link #parameters} that are not trained but kept current. */
  public List<Parameter> statistics() {
    return dense.statistics();
  }

  /**
   * The examples as the network is given them now, with their loss; nothing is learned, but ids
   * that were not known count as seen.
   */
  public Task task(List<TrainingExample> batch, Catalogue catalogue) {
    SrmInputs inputs = examples.encode(batch, catalogue);
    rows.learnNothing();
    return dense.task(batch, inputs);
  }

  /**
   * The first examples of the last batch, as the network was given them before it learned from
   * them, with their loss.
   *
   * @param most number of them, at most
   * @throws IllegalStateException before the first batch
   */
  public Task latest(int most) {
    int n = Math.min(most, latestExamples.size());
    if (n == 0) {
      throw new IllegalStateException("no batch has been learned from");
    }
    return dense.task(latestExamples.subList(0, n), latest.first(n));
  }

  @Override
  public void close() {
    dense.close();
  }
}

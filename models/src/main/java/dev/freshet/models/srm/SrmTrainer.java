package dev.freshet.models.srm;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.freshet.models.Catalogue;
import dev.freshet.models.ModelException;
import dev.freshet.models.ReleasingTrainer;
import dev.freshet.models.net.Parameter;
import dev.freshet.models.net.Tensors;
import dev.freshet.models.onnx.OnnxOps;
import dev.freshet.models.rows.RowStore;
import dev.freshet.models.srm.feature.SrmTable;
import dev.freshet.models.srm.network.SrmConfig;
import dev.freshet.models.srm.network.SrmInputs;
import dev.freshet.models.srm.network.SrmNetwork;
import dev.freshet.models.tensor.Adam;
import dev.freshet.models.tensor.DenseStep;
import dev.freshet.models.tensor.FloatTensor;
import dev.freshet.models.tensor.RunningMean;
import dev.freshet.schemas.feature.FloatBytes;
import dev.freshet.schemas.feature.ModelRelease;
import dev.freshet.schemas.feature.Probe;
import dev.freshet.schemas.feature.ReleaseProvenance;
import dev.freshet.schemas.feature.Tensor;
import dev.freshet.schemas.feature.TrainingExample;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
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
  /** Greatest difference between the network here and where it is served. */
  private static final float TOLERANCE = 1e-4f;

  private static final int PROBES = 8;

  /** One of so many examples is learned from a second time, as if its video were unknown. */
  private static final int UNKNOWN_EVERY = 6;

  private static final String NETWORK = "network";
  private static final String CANDIDATES = "candidates";
  private static final String STEP = "step";
  private static final String PROBE = "probe";
  private static final String FUSION = "fusion";

  private final SrmConfig config;
  private final String generation;
  private final String dataset;
  private final RowStore rows;
  private final SrmBatch examples;
  private final SrmNetwork network;
  private final List<Parameter> parameters;
  private final Adam adam;
  private final RunningMean mean;
  private final DenseStep dense;
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
    network = new SrmNetwork(config);
    parameters = network.initialise(config.seed());
    adam = new Adam((float) config.denseRate(), parameters);
    mean = new RunningMean(SrmNetwork.MEAN, config.width());
    dense = new DenseStep(parameters, List.of(mean.parameter()), adam);
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
    return rows.refused() + adam.refused();
  }

  @Override
  public long rows() {
    return rows.admitted();
  }

  @Override
  public float[] scoreThenLearn(List<TrainingExample> batch, Catalogue catalogue) {
    List<TrainingExample> all = withUnknown(batch);
    int n = all.size();
    SrmInputs inputs = examples.encode(all, batch.size(), catalogue);
    float[] scores = new float[n];
    float[] slopes = new float[n * SrmTable.HEADS];
    List<DenseStep.Task> tasks = new ArrayList<>();
    tasks.add(
        new DenseStep.Task(
            network::logits,
            inputs.tensors(config),
            logits -> slopes(all, logits, scores, slopes),
            List.of(SrmNetwork.HISTORY, SrmNetwork.CONTEXT, SrmNetwork.CANDIDATE)));
    PastBatch past = examples.past();
    if (past.segments() > 0) {
      tasks.add(
          new DenseStep.Task(
              network::pastLogits,
              past.gather(),
              past::slopes,
              List.of(SrmNetwork.HISTORY, SrmNetwork.ITEMS)));
    }
    List<Tensors<float[]>> gradients = dense.learn(tasks);
    if (past.segments() > 0) {
      past.collect(gradients.get(1));
    }
    // a first-order sum is added to its logit as it is
    examples.scatter(gradients.get(0).put(SrmNetwork.LINEAR, slopes));
    mean.add(inputs.candidate());
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
    return Arrays.copyOf(scores, batch.size());
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

  /** Derivatives of the loss by the logits; fills the scores on the way. */
  private float[] slopes(
      List<TrainingExample> batch, float[] logits, float[] scores, float[] slopes) {
    for (int i = 0; i < batch.size(); i++) {
      TrainingExample example = batch.get(i);
      int at = i * SrmTable.HEADS;
      scores[i] = sigmoid(logits[at]);
      slopes[at] = example.getWeight() * (scores[i] - (example.getLongView() ? 1 : 0));
      slopes[at + 1] =
          example.getWeight()
              * (float) config.likeWeight()
              * (sigmoid(logits[at + 1]) - (example.getLiked() ? 1 : 0));
    }
    return slopes;
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
    sink.put(NETWORK, adam.save());
    sink.put(CANDIDATES, FloatBytes.of(mean.parameter().values()).array());
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
      adam.restore(value);
    } else if (key.equals(CANDIDATES)) {
      mean.restore(FloatBytes.toArray(ByteBuffer.wrap(value)));
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
    Tensors<FloatTensor> inputs = probe.tensors(config);
    ModelRelease.Builder release =
        ModelRelease.newBuilder()
            .setModel(model())
            .setGeneration(generation)
            .setStep(step)
            .setLearnedUpTo(learnedUpTo)
            .setNetwork(ByteBuffer.wrap(OnnxOps.export(model(), network, parameters())))
            .setProbe(
                Probe.newBuilder()
                    .setInputs(avro(inputs))
                    .setOutputs(avro(dense.run(network, inputs)))
                    .setTolerance(TOLERANCE)
                    .build())
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
   * The dense parameters as they are released, with their live values: first those that are
   * trained, then those that are not.
   */
  public List<Parameter> parameters() {
    List<Parameter> served = new ArrayList<>(parameters);
    served.add(mean.parameter());
    return served;
  }

  /** Takes over values of {@link #parameters}, of this trainer's shape, by name. */
  public void set(List<Parameter> dense) {
    Map<String, float[]> given = new HashMap<>();
    dense.forEach(parameter -> given.put(parameter.name(), parameter.values()));
    for (Parameter own : parameters()) {
      float[] values = given.get(own.name());
      if (values != null) {
        System.arraycopy(values, 0, own.values(), 0, own.values().length);
      }
    }
    unsaved = true;
  }

  /** The rows that it learns, to merge them with those of others. */
  public RowStore rowStore() {
    return rows;
  }

  /** Those of {@link #parameters} that are not trained but kept current, with live values. */
  public List<Parameter> statistics() {
    return List.of(mean.parameter());
  }

  /**
   * The examples as the network is given them now, with their loss; nothing is learned, but ids
   * that were not known count as seen.
   */
  public DenseStep.Task task(List<TrainingExample> batch, Catalogue catalogue) {
    SrmInputs inputs = examples.encode(batch, catalogue);
    rows.learnNothing();
    return task(batch, inputs);
  }

  /**
   * The first examples of the last batch, as the network was given them before it learned from
   * them, with their loss.
   *
   * @param most number of them, at most
   * @throws IllegalStateException before the first batch
   */
  public DenseStep.Task latest(int most) {
    int n = Math.min(most, latestExamples.size());
    if (n == 0) {
      throw new IllegalStateException("no batch has been learned from");
    }
    return task(latestExamples.subList(0, n), latest.first(n));
  }

  private DenseStep.Task task(List<TrainingExample> batch, SrmInputs inputs) {
    int n = batch.size();
    return new DenseStep.Task(
        network::logits,
        inputs.tensors(config),
        logits -> slopes(batch, logits, new float[n], new float[n * SrmTable.HEADS]),
        List.of());
  }

  private static Map<String, Tensor> avro(Tensors<FloatTensor> tensors) {
    Map<String, Tensor> avro = new HashMap<>();
    tensors.forEach((name, tensor) -> avro.put(name, tensor.toAvro()));
    return avro;
  }

  @Override
  public void close() {
    dense.close();
  }
}

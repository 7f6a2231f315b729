package dev.freshet.models.srm;

import static java.util.Objects.requireNonNull;

import dev.freshet.models.Catalogue;
import dev.freshet.models.ModelException;
import dev.freshet.models.ReleasingTrainer;
import dev.freshet.models.onnx.FloatTensor;
import dev.freshet.models.onnx.OnnxOps;
import dev.freshet.models.rows.Adagrad;
import dev.freshet.models.rows.Row;
import dev.freshet.models.rows.RowStore;
import dev.freshet.models.rows.RowStoreConfig;
import dev.freshet.models.rows.RowTable;
import dev.freshet.models.srm.VideoKeys.RowKey;
import dev.freshet.models.tensor.Adam;
import dev.freshet.models.tensor.Parameter;
import dev.freshet.models.tensor.Tensors;
import dev.freshet.schemas.event.Video;
import dev.freshet.schemas.feature.Interaction;
import dev.freshet.schemas.feature.ModelRelease;
import dev.freshet.schemas.feature.Probe;
import dev.freshet.schemas.feature.ReleaseProvenance;
import dev.freshet.schemas.feature.Tensor;
import dev.freshet.schemas.feature.TrainingExample;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
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
  /** Name of the model in topics and tables. */
  public static final String MODEL = "sasrec";

  /** Greatest difference between the network here and where it is served. */
  private static final float TOLERANCE = 1e-4f;

  private static final int PROBES = 8;
  private static final String NETWORK = "network";
  private static final String STEP = "step";
  private static final String PROBE = "probe";

  private final SrmConfig config;
  private final String generation;
  private final String dataset;
  private final RowStore rows;
  private final Map<SrmTable, RowTable> tables = new EnumMap<>(SrmTable.class);
  private final SasRec network;
  private final List<Parameter> parameters;
  private final Adam adam;
  private final DenseStep dense;
  private final Map<String, KnownVideo> videos = new HashMap<>();

  private final Pool linear = new Pool();
  private final Pool context = new Pool();
  private final Pool candidate = new Pool();
  private final Pool history = new Pool();

  private long step;
  private boolean unsaved;
  private SrmInputs probe;

  /**
   * @param generation name of this run's rows and networks; another shape or a fresh start is
   *     another generation
   * @param dataset name of the data it learns from, for the provenance
   */
  public SrmTrainer(SrmConfig config, String generation, String dataset) {
    this.config = config;
    this.generation = generation;
    this.dataset = dataset;
    rows =
        new RowStore(
            new RowStoreConfig(
                config.seed(),
                new Adagrad((float) config.linearRate(), (float) config.linearSmoothing()),
                new Adagrad((float) config.embeddingRate(), (float) config.embeddingSmoothing()),
                Duration.ofDays(config.idleDays())));
    for (SrmTable table : SrmTable.values()) {
      tables.put(table, rows.table(table.config(config)));
    }
    network = new SasRec(config);
    parameters = network.initialise(config.seed());
    adam = new Adam((float) config.denseRate(), parameters);
    dense = new DenseStep(network, parameters, adam);
    probe = SrmInputs.zeros(config, 1, 1);
  }

  @Override
  public String model() {
    return MODEL;
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
  public long rows() {
    return rows.admitted();
  }

  @Override
  public float[] scoreThenLearn(List<TrainingExample> batch, Catalogue catalogue) {
    int n = batch.size();
    SrmInputs inputs = SrmInputs.zeros(config, n, n);
    linear.clear();
    context.clear();
    candidate.clear();
    history.clear();
    long latest = Long.MIN_VALUE;
    for (int i = 0; i < n; i++) {
      TrainingExample example = batch.get(i);
      latest = Math.max(latest, example.getLabelledAt().toEpochMilli());
      encode(example, i, catalogue, inputs);
    }
    gather(inputs);
    float[] scores = new float[n];
    float[] slopes = new float[n * SrmTable.HEADS];
    Tensors<float[]> gradients =
        dense.learn(
            inputs.tensors(config),
            SasRec.LOGITS,
            logits -> {
              for (int i = 0; i < n; i++) {
                TrainingExample example = batch.get(i);
                scores[i] = sigmoid(logits[2 * i]);
                slopes[2 * i] = example.getWeight() * (scores[i] - (example.getLongView() ? 1 : 0));
                slopes[2 * i + 1] =
                    example.getWeight()
                        * (float) config.likeWeight()
                        * (sigmoid(logits[2 * i + 1]) - (example.getLiked() ? 1 : 0));
              }
              return slopes;
            },
            List.of(SasRec.HISTORY, SasRec.CONTEXT, SasRec.CANDIDATE));
    gradients.put(SasRec.LINEAR, slopes); // a first-order sum is added to its logit as it is
    scatter(gradients);
    step++;
    unsaved = true;
    rows.learn(step);
    if (rows.expire(latest)) {
      videos.clear();
    }
    probe = inputs.first(Math.min(n, PROBES));
    return scores;
  }

  /** Notes which rows example {@code i} uses, and writes its dense features. */
  private void encode(TrainingExample example, int i, Catalogue catalogue, SrmInputs inputs) {
    Instant at = example.getShownAt();
    long seenAt = at.toEpochMilli();
    KnownVideo shown = video(example.getVideo(), catalogue);
    History past =
        new History(example.getPositives(), example.getSkips(), id -> video(id, catalogue).keys);
    Match match = past.match(example.getVideo(), shown.keys);
    DenseFeatures.write(
        inputs.dense(), i * DenseFeatures.COUNT, example.getCounters(), past, match, at);
    for (RowKey key :
        SrmFeatures.context(example.getUser(), example.getSurface(), at, example.getCounters())) {
      Row row = see(key, seenAt);
      context.add(row, i);
      linear.add(row, i);
    }
    for (RowKey key :
        SrmFeatures.crosses(example.getUser(), example.getVideo(), example.getSurface(), match)) {
      linear.add(see(key, seenAt), i);
    }
    for (Row row : rows(shown)) {
      see(row, seenAt);
      candidate.add(row, i);
      linear.add(row, i);
    }
    int l = config.historyLength();
    int from = Math.max(0, past.size() - l);
    for (int j = from; j < past.size(); j++) {
      int place = i * l + l - (past.size() - j);
      inputs.mask()[place] = 1;
      Interaction interaction = past.interactions[j];
      for (Row row : rows(video(interaction.getVideo(), catalogue))) {
        see(row, seenAt);
        history.add(row, place);
      }
      history.add(see(SrmFeatures.kind(interaction), seenAt), place);
      history.add(see(SrmFeatures.age(interaction, at), seenAt), place);
    }
  }

  private void gather(SrmInputs inputs) {
    int d = config.dimension();
    linear.gather(inputs.linear(), 0, SrmTable.HEADS);
    context.gather(inputs.context(), SrmTable.HEADS, d);
    candidate.gather(inputs.candidate(), SrmTable.HEADS, d);
    history.gather(inputs.history(), SrmTable.HEADS, d);
  }

  private void scatter(Tensors<float[]> gradients) {
    int d = config.dimension();
    linear.scatter(gradients.tensor(SasRec.LINEAR), 0, SrmTable.HEADS);
    context.scatter(gradients.tensor(SasRec.CONTEXT), SrmTable.HEADS, d);
    candidate.scatter(gradients.tensor(SasRec.CANDIDATE), SrmTable.HEADS, d);
    history.scatter(gradients.tensor(SasRec.HISTORY), SrmTable.HEADS, d);
  }

  private Row see(RowKey key, long at) {
    RowTable table = table(key.table());
    Row row = table.row(key.id());
    table.see(row, at);
    return row;
  }

  private static void see(Row row, long at) {
    row.table().see(row, at);
  }

  /** The video as the catalogue has it, kept until that changes or rows were dropped. */
  @SuppressWarnings("ReferenceEquality") // a new version of a video is a new record
  private KnownVideo video(String id, Catalogue catalogue) {
    Video source = catalogue.video(id);
    KnownVideo known = videos.get(id);
    if (known == null || known.keys.source != source) {
      known = new KnownVideo(new VideoKeys(id, source));
      videos.put(id, known);
    }
    return known;
  }

  private Row[] rows(KnownVideo video) {
    Row[] found = video.rows;
    if (found == null) {
      found = new Row[video.keys.rows.size()];
      for (int i = 0; i < found.length; i++) {
        RowKey key = video.keys.rows.get(i);
        found[i] = table(key.table()).row(key.id());
      }
      video.rows = found;
    }
    return found;
  }

  private RowTable table(SrmTable table) {
    return requireNonNull(tables.get(table));
  }

  private static float sigmoid(float x) {
    return (float) (1 / (1 + Math.exp(-x)));
  }

  @Override
  public void saveChanges(StateSink sink) {
    rows.saveChanges(sink);
    if (!unsaved) {
      return;
    }
    sink.put(NETWORK, adam.save());
    sink.put(STEP, ByteBuffer.allocate(Long.BYTES).putLong(step).array());
    sink.put(PROBE, probe.toBytes());
    unsaved = false;
  }

  @Override
  public void restore(String key, byte[] value) {
    if (rows.restore(key, value)) {
      return;
    }
    if (key.equals(NETWORK)) {
      adam.restore(value);
    } else if (key.equals(STEP)) {
      step = ByteBuffer.wrap(value).getLong();
    } else if (key.equals(PROBE)) {
      probe = SrmInputs.fromBytes(value, config);
    } else {
      throw new ModelException("sasrec: unknown entry of the state: " + key);
    }
  }

  @Override
  public void drainRows(Consumer<RowUpdate> consumer) {
    rows.drainRows(consumer);
  }

  @Override
  public ModelRelease release(Map<String, Double> metrics, Instant learnedUpTo) {
    Tensors<FloatTensor> inputs = probe.tensors(config);
    return ModelRelease.newBuilder()
        .setModel(MODEL)
        .setGeneration(generation)
        .setStep(step)
        .setLearnedUpTo(learnedUpTo)
        .setNetwork(ByteBuffer.wrap(OnnxOps.export(MODEL, network, parameters)))
        .setProbe(
            Probe.newBuilder()
                .setInputs(avro(inputs))
                .setOutputs(avro(dense.run(inputs)))
                .setTolerance(TOLERANCE)
                .build())
        .setMetrics(Map.copyOf(metrics))
        .setProvenance(
            ReleaseProvenance.newBuilder()
                .setDataset(dataset)
                .setConfig(config.toJson())
                .setSeed(config.seed())
                .build())
        .build();
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

  /** A video with the rows it uses, looked up when they are first needed. */
  private static final class KnownVideo {
    final VideoKeys keys;
    Row @Nullable [] rows;

    KnownVideo(VideoKeys keys) {
      this.keys = keys;
    }
  }
}

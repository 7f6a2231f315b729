package dev.freshet.models.paper.metammf;

import dev.freshet.models.net.HostTensor;
import dev.freshet.models.net.Initialiser;
import dev.freshet.models.net.Loss;
import dev.freshet.models.net.Ops.Reduction;
import dev.freshet.models.net.Parameter;
import dev.freshet.models.net.Tensors;
import dev.freshet.models.net.TrainingOps;
import dev.freshet.models.net.onnx.OnnxExport;
import dev.freshet.models.net.train.AdamConfig;
import dev.freshet.models.net.train.LearningSchedule;
import dev.freshet.models.net.train.ParameterGroup;
import dev.freshet.models.net.train.TrainingStep;
import dev.freshet.models.paper.metammf.MetaMmfConfig.Prediction;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The whole model: a user vector {@code e_u} and a video vector {@code e_i = [fused ; id]}, scored
 * by their dot product, at once or after {@link GraphSage}; trained end to end by BPR: {@code L =
 * -mean log σ(ŷ_ui - ŷ_uj)} over triples with a negative {@code j} that the user has no training
 * interaction with. The id half of a video without training interactions is 0.
 *
 * <p>The same configuration, vectors and split give the same bits. Not thread-safe.
 */
public final class MetaMmfModel implements AutoCloseable {
  private static final String USERS = "users"; // [users, d]
  private static final String IDS = "ids"; // [videos, d/2]

  // inputs beside the modalities of n videos: their numbers [n], whether they have an id half
  // [n, 1]; of the triples: users, and places among the n videos [t]
  private static final String VIDEO = "video";
  private static final String KNOWN = "known";
  private static final List<String> TRIPLE = List.of("user", "positive", "negative");

  private final MetaMmfConfig config;
  private final ModalityVectors vectors;
  private final InteractionSplit split;
  private final FusionNetwork network;
  private final @Nullable GraphSage graph;
  private final List<Parameter> statistics;
  private final TrainingStep step;
  private final int fusionParameters;
  private final SplittableRandom random;
  private final int[] counts;
  private final int[] all;

  /**
   * @param vectors of all videos of the split
   */
  public MetaMmfModel(MetaMmfConfig config, ModalityVectors vectors, InteractionSplit split) {
    this(config, vectors, split, null);
  }

  /**
   * A model that begins with the fusion of another one, so that what is learned from more of the
   * same stays close to what it was.
   *
   * @param vectors of all videos of the split
   * @param fusionWeights of the other model; not used if null or of another size
   */
  public MetaMmfModel(
      MetaMmfConfig config,
      ModalityVectors vectors,
      InteractionSplit split,
      float @Nullable [] fusionWeights) {
    if (vectors.count() != split.videos()) {
      throw new IllegalArgumentException(
          "vectors of %d videos for a split of %d".formatted(vectors.count(), split.videos()));
    }
    this.config = config;
    this.vectors = vectors;
    this.split = split;
    random = new SplittableRandom(config.seed());
    network = new FusionNetwork(config, vectors.dimensions());
    List<Parameter> trained = new ArrayList<>(network.initialise(random.nextLong()));
    fusionParameters = trained.size();
    if (fusionWeights != null && fusionWeights.length == network.size()) {
      FloatBuffer given = FloatBuffer.wrap(fusionWeights);
      trained.forEach(parameter -> given.get(parameter.values()));
    }
    Initialiser initial = new Initialiser(random.nextLong());
    trained.add(initial.glorot(USERS, split.users(), config.dimension()));
    trained.add(initial.glorot(IDS, split.videos(), config.fusedDimension()));
    statistics = Standardisation.of(vectors, split.trained(), config.inputScale());
    List<Parameter> fixed = new ArrayList<>(statistics);
    if (config.prediction() == Prediction.GRAPH_SAGE) {
      graph = new GraphSage(split, config.dimension());
      trained.addAll(graph.initialise(random.nextLong()));
      fixed.addAll(graph.means());
    } else {
      graph = null;
    }
    MetaMmfConfig.Training training = config.training();
    AdamConfig adam =
        new AdamConfig(
            training.learningRate(),
            training.weightDecay(),
            /* decoupled= */ false,
            LearningSchedule.CONSTANT);
    step =
        new TrainingStep(
            List.of(new ParameterGroup(trained, adam)),
            fixed,
            Double.POSITIVE_INFINITY,
            config.seed());
    counts = split.trainCounts();
    all = IntStream.range(0, split.videos()).toArray();
  }

  /** Learns from every positive once, with its negatives, and returns the mean loss. */
  public double epoch() {
    int[] order = split.triples(config.training().negatives(), random);
    int triples = order.length / 3;
    double sum = 0;
    for (int from = 0; from < triples; from += config.training().batch()) {
      int to = Math.min(triples, from + config.training().batch());
      sum += (to - from) * learn(Arrays.copyOfRange(order, 3 * from, 3 * to));
    }
    return sum / triples;
  }

  private double learn(int[] triples) {
    int[] fused = graph == null ? distinct(triples) : all;
    Tensors<HostTensor> inputs = inputs(vectors.rows(fused), fused);
    int n = triples.length / 3;
    for (int part = 0; part < TRIPLE.size(); part++) {
      long[] places = new long[n];
      for (int t = 0; t < n; t++) {
        int number = triples[3 * t + part];
        places[t] = part == 0 ? number : Arrays.binarySearch(fused, number);
      }
      inputs.put(TRIPLE.get(part), new HostTensor.Longs(places, n));
    }
    return step.step(this::loss, inputs, Set.of()).values().tensor(Loss.LOSS).toFloats()[0];
  }

  private static int[] distinct(int[] triples) {
    return IntStream.range(0, triples.length)
        .filter(at -> at % 3 != 0)
        .map(at -> triples[at])
        .distinct()
        .sorted()
        .toArray();
  }

  /**
   * @param of the modality vectors of these videos
   */
  private Tensors<HostTensor> inputs(ModalityVectors of, int[] videos) {
    boolean[] known = new boolean[videos.length];
    for (int i = 0; i < known.length; i++) {
      known[i] = counts[videos[i]] > 0;
    }
    return of.tensors()
        .put(
            VIDEO,
            new HostTensor.Longs(Arrays.stream(videos).asLongStream().toArray(), known.length))
        .put(KNOWN, new HostTensor.Booleans(known, known.length, 1));
  }

  private <T> Tensors<T> loss(TrainingOps<T> ops, Tensors<T> inputs, Tensors<T> parameters) {
    GraphSage.Vectors<T> scored = scored(ops, inputs, parameters, /* training= */ true);
    T user = ops.gather(scored.users(), inputs.tensor(TRIPLE.get(0)), 0);
    T positive = ops.gather(scored.videos(), inputs.tensor(TRIPLE.get(1)), 0);
    T negative = ops.gather(scored.videos(), inputs.tensor(TRIPLE.get(2)), 0);
    T margin =
        ops.reduce(Reduction.SUM, ops.mul(user, ops.sub(positive, negative)), false, 1); // [t]
    T bpr = ops.binaryCrossEntropy(margin, ops.scalar(1)); // -log σ(margin)
    return new Tensors<T>().put(Loss.LOSS, ops.reduce(Reduction.MEAN, bpr, false, 0));
  }

  private <T> Tensors<T> served(TrainingOps<T> ops, Tensors<T> inputs, Tensors<T> parameters) {
    GraphSage.Vectors<T> scored = scored(ops, inputs, parameters, /* training= */ false);
    return new Tensors<T>().put(USERS, scored.users()).put(VIDEO, scored.videos());
  }

  /** The vectors of all users and of the videos of the inputs. */
  private <T> GraphSage.Vectors<T> scored(
      TrainingOps<T> ops, Tensors<T> inputs, Tensors<T> parameters, boolean training) {
    T fused = network.forward(ops, inputs, parameters).tensor(FusionNetwork.FUSED);
    T ids = ops.gather(parameters.tensor(IDS), inputs.tensor(VIDEO), 0);
    T known = ops.where(inputs.tensor(KNOWN), ids, ops.scalar(0));
    T videos = ops.concat(List.of(fused, known), 1);
    var first = new GraphSage.Vectors<>(parameters.tensor(USERS), videos);
    return graph == null ? first : graph.forward(ops, first, parameters, training);
  }

  /** The fused vectors of these videos, [n, d/2]. */
  public float[] fused(ModalityVectors of) {
    return step.run(network, of.tensors()).tensor(FusionNetwork.FUSED).toFloats();
  }

  /**
   * The vectors whose dot product is a score.
   *
   * @param dimension components {@code d} of each
   * @param users [users, d]
   * @param videos [videos, d]
   */
  @SuppressWarnings("ArrayRecordComponent") // large, and read only
  public record Vectors(int dimension, float[] users, float[] videos) {}

  /** What is ranked with: a vector of each user and of each video of the split. */
  public Vectors vectors() {
    return vectors(vectors);
  }

  /**
   * The same with other modality vectors of the same videos, such as some with a modality missing.
   */
  public Vectors vectors(ModalityVectors of) {
    Tensors<HostTensor> served = step.evaluate(this::served, inputs(of, all));
    return new Vectors(
        config.dimension(), served.tensor(USERS).toFloats(), served.tensor(VIDEO).toFloats());
  }

  /** The fusion with its statistics as an ONNX network, as {@link MetaMmfFuser} runs it. */
  public byte[] export() {
    return OnnxExport.bytes(
        "metammf", network, Stream.concat(fusion().stream(), statistics.stream()).toList());
  }

  private List<Parameter> fusion() {
    return step.parameters().subList(0, fusionParameters);
  }

  MetaMmfConfig config() {
    return config;
  }

  /** Number of trained weights of the fusion. */
  public long fusionSize() {
    return network.size();
  }

  /** Number of those that make weights of meta vectors; 0 for a static arm. */
  public long generatorSize() {
    return network.generatorSize();
  }

  /** The trained weights of the fusion, one parameter after the other. */
  public float[] fusionWeights() {
    FloatBuffer weights = FloatBuffer.allocate(Math.toIntExact(fusionSize()));
    fusion().forEach(parameter -> weights.put(parameter.values()));
    return weights.array();
  }

  /** All that learning changes. */
  byte[] save() {
    return step.save();
  }

  /** Draws what the triples of so many epochs drew, so that the next epoch draws what follows. */
  void skip(int epochs) {
    for (int epoch = 0; epoch < epochs; epoch++) {
      int[] unused = split.triples(config.training().negatives(), random);
    }
  }

  /** Takes back what {@link #save} gave. */
  void restore(byte[] saved) {
    step.restore(saved);
  }

  @Override
  public void close() {
    step.close();
  }
}

package dev.freshet.models.paper.metammf;

import dev.freshet.models.net.Initialiser;
import dev.freshet.models.net.Parameter;
import dev.freshet.models.net.Tensors;
import dev.freshet.models.onnx.OnnxOps;
import dev.freshet.models.paper.metammf.MetaMmfConfig.Prediction;
import dev.freshet.models.tensor.Adam;
import dev.freshet.models.tensor.DenseStep;
import dev.freshet.models.tensor.FloatTensor;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The whole model: a user vector {@code e_u} and a video vector {@code e_i = [fused ; id]}, scored
 * by their dot product, at once or after {@link GraphSage}; trained end to end by BPR: {@code L =
 * -mean log σ(ŷ_ui - ŷ_uj)} over triples with a negative {@code j} that the user has no training
 * interaction with.
 *
 * <p>The same configuration, vectors and split give the same bits. Not thread-safe.
 */
public final class MetaMmfModel implements AutoCloseable {
  private final MetaMmfConfig config;
  private final ModalityVectors vectors;
  private final InteractionSplit split;
  private final FusionNetwork network;
  private final List<Parameter> fusion;
  private final List<Parameter> statistics;
  private final DenseStep step;
  private final Parameter users; // [users, d]
  private final Parameter ids; // [videos, d/2]
  private final @Nullable GraphSage graph;
  private final Adam adam; // of users, ids and the graph's layers
  private final List<float[]> gradients = new ArrayList<>();
  private final SplittableRandom random;
  private final int[] counts;
  private final int[] places; // of a video in the batch
  private double lossSum;

  /**
   * @param vectors of all videos of the split
   */
  public MetaMmfModel(MetaMmfConfig config, ModalityVectors vectors, InteractionSplit split) {
    if (vectors.count() != split.videos()) {
      throw new IllegalArgumentException(
          "vectors of %d videos for a split of %d".formatted(vectors.count(), split.videos()));
    }
    this.config = config;
    this.vectors = vectors;
    this.split = split;
    random = new SplittableRandom(config.seed());
    network = new FusionNetwork(config, vectors.dimensions());
    fusion = network.initialise(random.nextLong());
    statistics = Standardisation.of(vectors, split.trained(), config.inputScale());
    MetaMmfConfig.Training training = config.training();
    float rate = (float) training.learningRate();
    float decay = (float) training.weightDecay();
    step = new DenseStep(fusion, statistics, new Adam(rate, decay, fusion));
    Initialiser initial = new Initialiser(random.nextLong());
    users = initial.glorot("users", split.users(), config.dimension());
    ids = initial.glorot("ids", split.videos(), config.fusedDimension());
    graph =
        config.prediction() == Prediction.GRAPH_SAGE
            ? new GraphSage(split, config.dimension(), random.nextLong())
            : null;
    List<Parameter> tables = new ArrayList<>(List.of(users, ids));
    gradients.add(new float[users.values().length]);
    gradients.add(new float[ids.values().length]);
    if (graph != null) {
      tables.addAll(graph.parameters());
      gradients.addAll(graph.gradients());
    }
    adam = new Adam(rate, decay, tables);
    counts = split.trainCounts();
    places = new int[split.videos()];
  }

  /** Learns from every positive once, with its negatives, and returns the mean loss. */
  public double epoch() {
    int[] order = split.triples(config.training().negatives(), random);
    int batch = config.training().batch();
    lossSum = 0;
    for (int from = 0; from < order.length / 3; from += batch) {
      int to = Math.min(order.length / 3, from + batch);
      learn(Arrays.copyOfRange(order, 3 * from, 3 * to));
    }
    return lossSum / (order.length / 3.0);
  }

  private void learn(int[] triples) {
    int[] fused = graph == null ? distinct(triples) : IntStream.range(0, split.videos()).toArray();
    for (int i = 0; i < fused.length; i++) {
      places[fused[i]] = i;
    }
    step.learn(
        List.of(
            new DenseStep.Task(
                (ops, inputs, parameters) ->
                    network.forward(ops, inputs, parameters).tensor(FusionNetwork.FUSED),
                vectors.rows(fused).tensors(),
                halves -> graph == null ? slopes(triples, halves) : slopes(triples, halves, graph),
                List.of())));
    adam.step(gradients);
  }

  private static int[] distinct(int[] triples) {
    return IntStream.range(0, triples.length)
        .filter(at -> at % 3 != 0)
        .map(at -> triples[at])
        .distinct()
        .sorted()
        .toArray();
  }

  /** Gradients without the graph: sets those of the tables, returns those of the fused vectors. */
  private float[] slopes(int[] triples, float[] halves) {
    int d = config.dimension();
    int h = config.fusedDimension();
    float[] byUser = zeroed(gradients.get(0));
    float[] byId = zeroed(gradients.get(1));
    float[] byHalf = new float[halves.length];
    int n = triples.length / 3;
    for (int t = 0; t < n; t++) {
      int u = triples[3 * t] * d;
      int i = places[triples[3 * t + 1]] * h;
      int j = places[triples[3 * t + 2]] * h;
      int idI = triples[3 * t + 1] * h;
      int idJ = triples[3 * t + 2] * h;
      float[] e = users.values();
      float[] id = ids.values();
      float margin = 0;
      for (int c = 0; c < h; c++) {
        margin += e[u + c] * (halves[i + c] - halves[j + c]);
        margin += e[u + h + c] * (id[idI + c] - id[idJ + c]);
      }
      float g = slope(margin, n);
      for (int c = 0; c < h; c++) {
        byUser[u + c] += g * (halves[i + c] - halves[j + c]);
        byUser[u + h + c] += g * (id[idI + c] - id[idJ + c]);
        byHalf[i + c] += g * e[u + c];
        byHalf[j + c] -= g * e[u + c];
        byId[idI + c] += g * e[u + h + c];
        byId[idJ + c] -= g * e[u + h + c];
      }
    }
    return byHalf;
  }

  /** The same through the graph, whose own gradients it sets as well. */
  private float[] slopes(int[] triples, float[] halves, GraphSage layers) {
    int d = config.dimension();
    float[] z = layers.forward(states(halves), random);
    float[] byState = new float[z.length];
    int n = triples.length / 3;
    for (int t = 0; t < n; t++) {
      int u = triples[3 * t] * d;
      int i = (split.users() + triples[3 * t + 1]) * d;
      int j = (split.users() + triples[3 * t + 2]) * d;
      float margin = 0;
      for (int c = 0; c < d; c++) {
        margin += z[u + c] * (z[i + c] - z[j + c]);
      }
      float g = slope(margin, n);
      for (int c = 0; c < d; c++) {
        byState[u + c] += g * (z[i + c] - z[j + c]);
        byState[i + c] += g * z[u + c];
        byState[j + c] -= g * z[u + c];
      }
    }
    float[] byInitial = layers.backward(byState);
    System.arraycopy(byInitial, 0, gradients.get(0), 0, gradients.get(0).length);
    int h = config.fusedDimension();
    float[] byHalf = new float[halves.length];
    for (int video = 0; video < split.videos(); video++) {
      int at = (split.users() + video) * d;
      System.arraycopy(byInitial, at, byHalf, video * h, h);
      System.arraycopy(byInitial, at + h, gradients.get(1), video * h, h);
    }
    return byHalf;
  }

  /** Adds to the loss; returns its derivative by the margin {@code ŷ_ui - ŷ_uj}. */
  private float slope(float margin, int triples) {
    lossSum += margin > 0 ? Math.log1p(Math.exp(-margin)) : Math.log1p(Math.exp(margin)) - margin;
    return (float) (-1 / (1 + Math.exp(margin)) / triples);
  }

  private static float[] zeroed(float[] values) {
    Arrays.fill(values, 0);
    return values;
  }

  /** States of all nodes before the graph, [users + videos, d]. */
  private float[] states(float[] halves) {
    float[] states = new float[(split.users() + split.videos()) * config.dimension()];
    System.arraycopy(users.values(), 0, states, 0, users.values().length);
    float[] joined = joined(halves);
    System.arraycopy(joined, 0, states, users.values().length, joined.length);
    return states;
  }

  /**
   * Fused vector and id half of every video, [videos, d]; the id half is 0 where it was not
   * trained.
   */
  private float[] joined(float[] halves) {
    int h = config.fusedDimension();
    float[] joined = new float[2 * halves.length];
    for (int video = 0; video < split.videos(); video++) {
      System.arraycopy(halves, video * h, joined, 2 * video * h, h);
      if (counts[video] > 0) {
        System.arraycopy(ids.values(), video * h, joined, (2 * video + 1) * h, h);
      }
    }
    return joined;
  }

  /** The fused vectors of these videos, [n, d/2]. */
  public float[] fused(ModalityVectors of) {
    Tensors<FloatTensor> outputs = step.run(network, of.tensors());
    return outputs.tensor(FusionNetwork.FUSED).values();
  }

  /** What is ranked with: a vector of each user and of each video of the split. */
  public VectorPair vectors() {
    return vectors(vectors);
  }

  /**
   * The same with other modality vectors of the same videos, such as some with a modality missing.
   */
  public VectorPair vectors(ModalityVectors of) {
    int d = config.dimension();
    float[] halves = fused(of);
    if (graph == null) {
      return new VectorPair(d, users.values().clone(), joined(halves));
    }
    float[] z = graph.forward(states(halves), null);
    int end = users.values().length;
    return new VectorPair(d, Arrays.copyOf(z, end), Arrays.copyOfRange(z, end, z.length));
  }

  /** The fusion with its statistics as an ONNX network, as {@link MetaMmfFuser} runs it. */
  public byte[] export() {
    return OnnxOps.export("metammf", network, fusionParameters());
  }

  private List<Parameter> fusionParameters() {
    return Stream.concat(fusion.stream(), statistics.stream()).toList();
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

  /**
   * Begins with the fusion of another model of the same configuration and dimensions, so that what
   * is learned from more of the same stays close to what it was.
   *
   * @param weights that model's {@link #fusionWeights}
   * @throws IllegalArgumentException if they are not as many
   */
  public void startFrom(float[] weights) {
    if (weights.length != fusionSize()) {
      throw new IllegalArgumentException(
          "%d weights for a fusion of %d".formatted(weights.length, fusionSize()));
    }
    FloatBuffer given = FloatBuffer.wrap(weights);
    fusion.forEach(parameter -> given.get(parameter.values()));
  }

  /** The trained weights of the fusion, one parameter after the other. */
  public float[] fusionWeights() {
    FloatBuffer weights = FloatBuffer.allocate(Math.toIntExact(fusionSize()));
    fusion.forEach(parameter -> weights.put(parameter.values()));
    return weights.array();
  }

  /** A copy of all trained weights. */
  List<float[]> weights() {
    return trained().map(parameter -> parameter.values().clone()).toList();
  }

  /** Takes back what {@link #weights} gave. */
  void restore(List<float[]> weights) {
    List<Parameter> all = trained().toList();
    for (int i = 0; i < all.size(); i++) {
      float[] values = all.get(i).values();
      System.arraycopy(weights.get(i), 0, values, 0, values.length);
    }
  }

  private Stream<Parameter> trained() {
    Stream<Parameter> tables = Stream.of(users, ids);
    return Stream.of(
            fusion.stream(),
            tables,
            graph == null ? Stream.<Parameter>empty() : graph.parameters().stream())
        .flatMap(parameters -> parameters);
  }

  @Override
  public void close() {
    step.close();
  }
}

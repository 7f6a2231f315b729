package dev.freshet.models.paper.metammf;

import dev.freshet.models.net.Axis;
import dev.freshet.models.net.Initialiser;
import dev.freshet.models.net.Input;
import dev.freshet.models.net.Network;
import dev.freshet.models.net.Ops;
import dev.freshet.models.net.Ops.Reduction;
import dev.freshet.models.net.Parameter;
import dev.freshet.models.net.Tensors;
import dev.freshet.models.net.layer.Mlp;
import dev.freshet.schemas.event.Modality;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * From modality vectors to the fused vector of a video's vector.
 *
 * <p>Letters: {@code n} videos, {@code f} inputs of all modalities, {@code s} meta dimension,
 * {@code R} rank. With {@code X [n, f]} the standardised modalities side by side, the meta vectors
 * are {@code M = 0.1 (relu(X Wa + ba) Wb + bb)} [n, s], and a layer from {@code in} to {@code out}
 * is
 *
 * <pre>
 * CONCAT               Y = X W
 * FULL_TENSOR          Y = X W + Σ_k diag(M[:,k]) X T_k           T [s, in, out]
 * CANONICAL_POLYADIC   Y = X W + ((X A) ∘ (M C)) B                A [in, R], B [R, out], C [s, R]
 * SCALAR_GATE          Y = X W + (M c) ∘ (X A) B                  c [s, 1]
 * </pre>
 *
 * with a leaky ReLU between layers and no bias. The other arms have a first layer for each modality
 * and join what comes out of it.
 */
final class FusionNetwork implements Network {
  static final String PRESENT = "present";
  static final String FUSED = "fused";

  /** Slope of the leaky ReLU below 0. */
  static final float LEAK = 0.01f;

  /** Keeps the video's own part slow to leave zero, so that it grows only where it helps. */
  private static final float META_SCALE = 0.1f;

  private final MetaMmfConfig config;
  private final Map<Modality, Integer> dimensions;
  private final int inputs;
  private final Mlp meta;

  /**
   * @param dimensions components of each modality's vectors
   */
  FusionNetwork(MetaMmfConfig config, Map<Modality, Integer> dimensions) {
    this.config = config;
    this.dimensions = new EnumMap<>(dimensions);
    inputs = dimensions.values().stream().mapToInt(Integer::intValue).sum();
    int hidden = config.metaHidden() > 0 ? config.metaHidden() : inputs;
    meta = new Mlp("meta", List.of(inputs, hidden, config.metaDimension()));
  }

  @Override
  public List<Parameter> initialise(long seed) {
    Initialiser initial = new Initialiser(seed);
    List<Parameter> parameters = new ArrayList<>();
    Fusion fusion = config.fusion();
    int in = inputs;
    for (int layer = 0; layer < config.widths().size(); layer++) {
      int out = config.widths().get(layer);
      if (layer == 0 && fusion.byModality()) {
        dimensions.forEach(
            (modality, d) -> parameters.add(initial.glorot(first(modality), d, out)));
      } else {
        parameters.add(initial.glorot(name("W", layer), in, out));
      }
      in = out;
    }
    if (fusion == Fusion.SOFTMAX_ATTENTION) {
      parameters.add(initial.constant("attention", 0, dimensions.size()));
    } else if (fusion == Fusion.VIDEO_ATTENTION) {
      parameters.add(initial.glorot("attention", config.widths().getFirst(), 1));
    }
    if (fusion.usesMeta()) {
      parameters.addAll(meta.initialise(initial));
      parameters.addAll(generator(initial));
    }
    return parameters;
  }

  /** What makes weights of meta vectors: every layer's {@code T}, or its factors. */
  private List<Parameter> generator(Initialiser initial) {
    List<Parameter> parameters = new ArrayList<>();
    int s = config.metaDimension();
    int in = inputs;
    for (int layer = 0; layer < config.widths().size(); layer++) {
      int out = config.widths().get(layer);
      if (config.fusion() == Fusion.FULL_TENSOR) {
        parameters.add(initial.uniform(name("T", layer), 0, in, s * out));
      } else {
        int columns = config.fusion() == Fusion.SCALAR_GATE ? 1 : config.rank();
        parameters.add(initial.glorot(name("A", layer), in, config.rank()));
        parameters.add(initial.uniform(name("B", layer), 0, config.rank(), out));
        parameters.add(initial.glorot(name("C", layer), s, columns));
      }
      in = out;
    }
    return parameters;
  }

  /** Number of weights of what makes weights of meta vectors; 0 for a static arm. */
  long generatorSize() {
    return config.fusion().usesMeta() ? size(generator(new Initialiser(0))) : 0;
  }

  /** Number of trained weights. */
  long size() {
    return size(initialise(0));
  }

  private static long size(List<Parameter> parameters) {
    return parameters.stream().mapToLong(parameter -> parameter.values().length).sum();
  }

  @Override
  public List<Input> inputs() {
    Axis videos = Axis.named("videos");
    List<Input> all = new ArrayList<>();
    for (Modality modality : Modality.values()) {
      int d = dimensions.getOrDefault(modality, 0);
      all.add(Input.floats(modality.id(), videos, Axis.of(d)));
    }
    all.add(Input.floats(PRESENT, videos, Axis.of(ModalityVectors.MODALITIES)));
    return all;
  }

  @Override
  public <T> Tensors<T> forward(Ops<T> ops, Tensors<T> given, Tensors<T> parameters) {
    List<T> standard = new ArrayList<>();
    for (Modality modality : Modality.values()) {
      T mean = parameters.tensor(Standardisation.mean(modality));
      T scale = parameters.tensor(Standardisation.scale(modality));
      T scaled = ops.mul(ops.sub(given.tensor(modality.id()), mean), scale);
      int m = standard.size();
      standard.add(ops.mul(scaled, ops.slice(given.tensor(PRESENT), 1, m, m + 1))); // [n, d_m]
    }
    T x = ops.concat(standard, 1); // [n, f]
    Fusion fusion = config.fusion();
    int layers = config.widths().size();
    T own =
        fusion.usesMeta()
            ? ops.mul(meta.forward(ops, x, parameters), ops.scalar(META_SCALE)) // [n, s]
            : x;
    for (int layer = 0; layer < layers; layer++) {
      if (layer == 0 && fusion.byModality()) {
        x = joined(ops, standard, parameters); // activated before they are joined
      } else {
        T y = layer(ops, x, own, layer, parameters); // [n, d_layer]
        x = layer < layers - 1 ? ops.leakyRelu(y, LEAK) : y;
      }
    }
    return new Tensors<T>().put(FUSED, x);
  }

  private <T> T layer(Ops<T> ops, T x, T own, int layer, Tensors<T> parameters) {
    T y = ops.matmul(x, parameters.tensor(name("W", layer)));
    return switch (config.fusion()) {
      case SUM, MEAN, SOFTMAX_ATTENTION, VIDEO_ATTENTION, CONCAT -> y;
      case CANONICAL_POLYADIC, SCALAR_GATE -> {
        T inner = ops.matmul(x, parameters.tensor(name("A", layer))); // [n, R]
        T factors = ops.matmul(own, parameters.tensor(name("C", layer))); // [n, R] or [n, 1]
        yield ops.add(y, ops.matmul(ops.mul(inner, factors), parameters.tensor(name("B", layer))));
      }
      case FULL_TENSOR -> {
        int s = config.metaDimension();
        int out = config.widths().get(layer);
        T all = ops.matmul(x, parameters.tensor(name("T", layer))); // [n, s · out]
        T slices = ops.reshape(all, -1, s, out);
        T weighted = ops.mul(slices, ops.reshape(own, -1, s, 1));
        yield ops.add(y, ops.reduce(Reduction.SUM, weighted, false, 1));
      }
    };
  }

  /** Each modality through a layer of its own, joined, [n, d_1]. */
  private <T> T joined(Ops<T> ops, List<T> standard, Tensors<T> parameters) {
    List<T> own = new ArrayList<>();
    for (Modality modality : Modality.values()) {
      T x = standard.get(own.size());
      own.add(ops.leakyRelu(ops.matmul(x, parameters.tensor(first(modality))), LEAK));
    }
    if (config.fusion() == Fusion.SOFTMAX_ATTENTION) {
      T shares = ops.softmax(parameters.tensor("attention"), -1); // [modalities]
      for (int m = 0; m < own.size(); m++) {
        own.set(m, ops.mul(own.get(m), ops.slice(shares, 0, m, m + 1)));
      }
    } else if (config.fusion() == Fusion.VIDEO_ATTENTION) {
      List<T> scores = new ArrayList<>();
      for (T one : own) {
        scores.add(ops.matmul(one, parameters.tensor("attention"))); // [n, 1]
      }
      T shares = ops.softmax(ops.concat(scores, 1), -1); // [n, modalities]
      for (int m = 0; m < own.size(); m++) {
        own.set(m, ops.mul(own.get(m), ops.slice(shares, 1, m, m + 1)));
      }
    }
    T sum = own.getFirst();
    for (T one : own.subList(1, own.size())) {
      sum = ops.add(sum, one);
    }
    return config.fusion() == Fusion.MEAN ? ops.mul(sum, ops.scalar(1f / own.size())) : sum;
  }

  private static String first(Modality modality) {
    return modality.id() + ".W";
  }

  private static String name(String matrix, int layer) {
    return matrix + (layer + 1);
  }
}

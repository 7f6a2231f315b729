package dev.freshet.models.paper.metammf;

import dev.freshet.models.net.Initialiser;
import dev.freshet.models.net.Parameter;
import dev.freshet.models.net.Tensors;
import dev.freshet.models.tensor.Network;
import dev.freshet.models.tensor.TensorOps;
import dev.freshet.schemas.event.Modality;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
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

  private static final float LEAK = 0.01f;

  /** Keeps the video's own part slow to leave zero, so that it grows only where it helps. */
  private static final float META_SCALE = 0.1f;

  private final MetaMmfConfig config;
  private final Map<Modality, Integer> dimensions;
  private final int inputs;
  private final int metaHidden;

  /**
   * @param dimensions components of each modality's vectors
   */
  FusionNetwork(MetaMmfConfig config, Map<Modality, Integer> dimensions) {
    this.config = config;
    this.dimensions = new EnumMap<>(dimensions);
    inputs = dimensions.values().stream().mapToInt(Integer::intValue).sum();
    metaHidden = config.metaHidden() > 0 ? config.metaHidden() : inputs;
  }

  @Override
  public List<Parameter> initialise(long seed) {
    Initialiser initial = new Initialiser(seed);
    List<Parameter> parameters = new ArrayList<>();
    Fusion fusion = config.fusion();
    int s = config.metaDimension();
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
      parameters.add(initial.glorot("meta.Wa", inputs, metaHidden));
      parameters.add(initial.constant("meta.ba", 0, metaHidden));
      parameters.add(initial.glorot("meta.Wb", metaHidden, s));
      parameters.add(initial.constant("meta.bb", 0, s));
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
  public Map<String, long[]> inputs() {
    Map<String, long[]> shapes = new LinkedHashMap<>();
    for (Modality modality : Modality.values()) {
      shapes.put(modality.id(), new long[] {CANDIDATES, dimensions.getOrDefault(modality, 0)});
    }
    shapes.put(PRESENT, new long[] {CANDIDATES, ModalityVectors.MODALITIES});
    return shapes;
  }

  @Override
  public <T> Tensors<T> forward(TensorOps<T> ops, Tensors<T> given, Tensors<T> parameters) {
    List<T> standard = new ArrayList<>();
    for (Modality modality : Modality.values()) {
      T centred =
          ops.add(
              given.tensor(modality.id()),
              ops.multiply(
                  parameters.tensor(Standardisation.mean(modality)),
                  ops.constant(new float[] {-1}, 1)));
      T scaled = ops.multiply(centred, parameters.tensor(Standardisation.scale(modality)));
      int m = standard.size();
      standard.add(ops.multiply(scaled, ops.slice(given.tensor(PRESENT), 1, m, m + 1))); // [n, d_m]
    }
    T x = ops.concat(standard); // [n, f]
    Fusion fusion = config.fusion();
    int layers = config.widths().size();
    T meta = fusion.usesMeta() ? meta(ops, x, parameters) : x;
    for (int layer = 0; layer < layers; layer++) {
      if (layer == 0 && fusion.byModality()) {
        x = joined(ops, standard, parameters); // activated before they are joined
      } else {
        T y = layer(ops, x, meta, layer, parameters); // [n, d_layer]
        x = layer < layers - 1 ? leaky(ops, y) : y;
      }
    }
    return new Tensors<T>().put(FUSED, x);
  }

  private static <T> T meta(TensorOps<T> ops, T x, Tensors<T> parameters) {
    T hidden =
        ops.relu(
            ops.add(ops.matmul(x, parameters.tensor("meta.Wa")), parameters.tensor("meta.ba")));
    T raw = ops.add(ops.matmul(hidden, parameters.tensor("meta.Wb")), parameters.tensor("meta.bb"));
    return ops.multiply(raw, ops.constant(new float[] {META_SCALE}, 1));
  }

  private <T> T layer(TensorOps<T> ops, T x, T meta, int layer, Tensors<T> parameters) {
    T y = ops.matmul(x, parameters.tensor(name("W", layer)));
    return switch (config.fusion()) {
      case SUM, MEAN, SOFTMAX_ATTENTION, VIDEO_ATTENTION, CONCAT -> y;
      case CANONICAL_POLYADIC, SCALAR_GATE -> {
        T inner = ops.matmul(x, parameters.tensor(name("A", layer))); // [n, R]
        T own = ops.matmul(meta, parameters.tensor(name("C", layer))); // [n, R] or [n, 1]
        yield ops.add(y, ops.matmul(ops.multiply(inner, own), parameters.tensor(name("B", layer))));
      }
      case FULL_TENSOR -> {
        int s = config.metaDimension();
        int out = config.widths().get(layer);
        T all = ops.matmul(x, parameters.tensor(name("T", layer))); // [n, s · out]
        T slices = ops.reshape(all, -1, s, out);
        yield ops.add(y, ops.sum(ops.multiply(slices, ops.reshape(meta, -1, s, 1)), 1));
      }
    };
  }

  /** Each modality through a layer of its own, joined, [n, d_1]. */
  private <T> T joined(TensorOps<T> ops, List<T> standard, Tensors<T> parameters) {
    List<T> own = new ArrayList<>();
    for (Modality modality : Modality.values()) {
      T x = standard.get(own.size());
      own.add(leaky(ops, ops.matmul(x, parameters.tensor(first(modality)))));
    }
    if (config.fusion() == Fusion.SOFTMAX_ATTENTION) {
      T shares = ops.softmax(parameters.tensor("attention"), -1); // [modalities]
      for (int m = 0; m < own.size(); m++) {
        own.set(m, ops.multiply(own.get(m), ops.slice(shares, 0, m, m + 1)));
      }
    } else if (config.fusion() == Fusion.VIDEO_ATTENTION) {
      List<T> scores = new ArrayList<>();
      for (T one : own) {
        scores.add(ops.matmul(one, parameters.tensor("attention"))); // [n, 1]
      }
      T shares = ops.softmax(ops.concat(scores), -1); // [n, modalities]
      for (int m = 0; m < own.size(); m++) {
        own.set(m, ops.multiply(own.get(m), ops.slice(shares, 1, m, m + 1)));
      }
    }
    T sum = own.getFirst();
    for (T one : own.subList(1, own.size())) {
      sum = ops.add(sum, one);
    }
    return config.fusion() == Fusion.MEAN
        ? ops.multiply(sum, ops.constant(new float[] {1f / own.size()}, 1))
        : sum;
  }

  private static <T> T leaky(TensorOps<T> ops, T x) {
    return ops.add(
        ops.multiply(x, ops.constant(new float[] {LEAK}, 1)),
        ops.multiply(ops.relu(x), ops.constant(new float[] {1 - LEAK}, 1)));
  }

  private static String first(Modality modality) {
    return modality.id() + ".W";
  }

  private static String name(String matrix, int layer) {
    return matrix + (layer + 1);
  }
}

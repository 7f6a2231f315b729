package dev.freshet.models.paper.cki;

import static java.util.Objects.requireNonNull;

import dev.freshet.models.tensor.Adam;
import dev.freshet.models.tensor.DenseStep;
import dev.freshet.models.tensor.FloatTensor;
import dev.freshet.models.tensor.Initialiser;
import dev.freshet.models.tensor.Network;
import dev.freshet.models.tensor.Parameter;
import dev.freshet.models.tensor.TensorOps;
import dev.freshet.models.tensor.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Merges the dense parameters of {@code K} parents of one shape. Every matrix is spliced; what has
 * one axis, or one of size 1 (biases, norms), is the first parent's, the base's.
 *
 * <p>As a network it has no inputs: its parameters are the matrices {@code A}, its outputs the
 * spliced matrices and each parent's weight. That one function is trained through and written back.
 * Not thread-safe.
 */
public final class CkiModel implements Network {

  private static final int RESAMPLES = 40;

  private final CkiConfig config;
  private final List<Parameter> base;
  private final Map<String, SplicedLayer> layers = new HashMap<>();
  private final int parents;
  private final List<Parameter> compatibility;

  /**
   * Assesses the parents; their values are copied.
   *
   * @param parents at least two lists with the same names and shapes in the same order; the first
   *     is the base
   */
  public CkiModel(List<List<Parameter>> parents, CkiConfig config) {
    if (parents.size() < 2) {
      throw new IllegalArgumentException("a merge needs two parents or more");
    }
    this.config = config;
    this.parents = parents.size();
    base = copies(parents.getFirst());
    for (int p = 0; p < base.size(); p++) {
      List<Parameter> same = new ArrayList<>();
      for (List<Parameter> parent : parents) {
        same.add(requireSame(base, parent, p));
      }
      if (isMatrix(base.get(p))) {
        layers.put(base.get(p).name(), new SplicedLayer(same, config));
      }
    }
    compatibility = initialise(config.seed());
  }

  private static List<Parameter> copies(List<Parameter> parameters) {
    return parameters.stream().map(p -> p.withValues(p.values().clone())).toList();
  }

  private static Parameter requireSame(List<Parameter> base, List<Parameter> parent, int at) {
    Parameter expected = base.get(at);
    if (parent.size() != base.size()
        || !parent.get(at).name().equals(expected.name())
        || !Arrays.equals(parent.get(at).shape(), expected.shape())) {
      throw new IllegalArgumentException("the parents differ in shape at " + expected.name());
    }
    return parent.get(at);
  }

  private static boolean isMatrix(Parameter parameter) {
    long[] shape = parameter.shape();
    return shape.length == 2 && shape[0] > 1 && shape[1] > 1;
  }

  private List<SplicedLayer> layers() {
    return base.stream().map(p -> layers.get(p.name())).filter(layer -> layer != null).toList();
  }

  @Override
  public List<Parameter> initialise(long seed) {
    Initialiser initialiser = new Initialiser(seed);
    List<Parameter> all = new ArrayList<>();
    layers().forEach(layer -> all.addAll(layer.compatibility(initialiser)));
    return all;
  }

  @Override
  public Map<String, long[]> inputs() {
    return Map.of();
  }

  /** Splices softly: each matrix under its name, and each parent's weight in it. */
  @Override
  public <T> Tensors<T> forward(TensorOps<T> ops, Tensors<T> inputs, Tensors<T> parameters) {
    Tensors<T> outputs = new Tensors<>();
    for (SplicedLayer layer : layers()) {
      List<T> weights = layer.weights(ops, parameters);
      outputs.put(layer.name(), layer.soft(ops, weights));
      for (int k = 0; k < parents; k++) {
        outputs.put(layer.weight(k), weights.get(k));
      }
    }
    return outputs;
  }

  /**
   * Trains {@code A} by the loss of the merged network, and nothing else.
   *
   * @param window recent examples as tasks of the parents' network
   */
  public void train(List<DenseStep.Task> window) {
    if (compatibility.isEmpty() || config.epochs() == 0) {
      return;
    }
    List<DenseStep.Task> through = window.stream().map(this::through).toList();
    try (DenseStep step =
        new DenseStep(compatibility, List.of(), new Adam((float) config.rate(), compatibility))) {
      for (int epoch = 0; epoch < config.epochs(); epoch++) {
        through.forEach(task -> step.learn(List.of(task)));
      }
    }
  }

  /** The task as one of the matrices {@code A}: its network gets the spliced parameters. */
  DenseStep.Task through(DenseStep.Task task) {
    return new DenseStep.Task(
        (ops, inputs, parameters) -> {
          var spliced = forward(ops, new Tensors<>(), parameters);
          for (Parameter parameter : base) {
            if (!layers.containsKey(parameter.name())) {
              spliced.put(parameter.name(), ops.constant(parameter.values(), parameter.shape()));
            }
          }
          return task.forward().logits(ops, inputs, spliced);
        },
        task.inputs(),
        task.slope(),
        List.of());
  }

  /** The matrices {@code A}, with their live values; a later merge may start from them. */
  public List<Parameter> compatibility() {
    return compatibility;
  }

  /** The merged parameters, in the order of the parents', with a report. */
  public Merged merge(Splicing splicing) {
    return merge(splicing, RESAMPLES);
  }

  /** As {@link #merge(Splicing)}, without the part of the report that needs many resamples. */
  public Merged mergeFast(Splicing splicing) {
    return merge(splicing, 0);
  }

  private Merged merge(Splicing splicing, int resamples) {
    Tensors<FloatTensor> spliced;
    try (DenseStep step = new DenseStep(compatibility, List.of(), new Adam(1, compatibility))) {
      spliced = step.run(this, new Tensors<>());
    }
    List<Parameter> merged = new ArrayList<>();
    List<MergeReport.Layer> report = new ArrayList<>();
    for (Parameter parameter : base) {
      SplicedLayer layer = layers.get(parameter.name());
      if (layer == null) {
        merged.add(parameter.withValues(parameter.values().clone()));
        continue;
      }
      List<float[]> weights = new ArrayList<>();
      for (int k = 0; k < parents; k++) {
        weights.add(requireNonNull(spliced.tensor(layer.weight(k))).values());
      }
      merged.add(
          parameter.withValues(
              splicing == Splicing.SOFT
                  ? spliced.tensor(layer.name()).values()
                  : layer.hard(weights)));
      double stability =
          resamples == 0 ? Double.NaN : layer.stability(config.bins(), resamples, config.seed());
      report.add(layer.report(weights, stability));
    }
    return new Merged(merged, new MergeReport(report));
  }

  /**
   * What a merge gives.
   *
   * @param parameters in the order of the parents'
   */
  public record Merged(List<Parameter> parameters, MergeReport report) {

    public Merged {
      parameters = List.copyOf(parameters);
    }
  }
}

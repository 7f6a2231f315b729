package dev.freshet.models.paper.cki;

import dev.freshet.models.net.HostTensor;
import dev.freshet.models.net.Input;
import dev.freshet.models.net.Loss;
import dev.freshet.models.net.Network;
import dev.freshet.models.net.Ops;
import dev.freshet.models.net.Parameter;
import dev.freshet.models.net.Tensors;
import dev.freshet.models.net.TrainingOps;
import dev.freshet.models.net.train.AdamConfig;
import dev.freshet.models.net.train.ParameterGroup;
import dev.freshet.models.net.train.Task;
import dev.freshet.models.net.train.TrainingStep;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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
  private final SplicedLayers layers;
  private final int parents;
  private List<Parameter> compatibility;

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
    List<List<Parameter>> matrices = new ArrayList<>();
    for (int p = 0; p < base.size(); p++) {
      List<Parameter> same = new ArrayList<>();
      for (List<Parameter> parent : parents) {
        same.add(requireSame(base, parent, p));
      }
      if (isMatrix(base.get(p))) {
        matrices.add(same);
      }
    }
    Stream<List<Parameter>> assessed =
        SplicedLayers.isLarge(entries(matrices)) ? matrices.parallelStream() : matrices.stream();
    layers = new SplicedLayers(assessed.map(same -> new SplicedLayer(same, config)).toList());
    compatibility = initialise(config.seed());
  }

  private static int entries(List<List<Parameter>> matrices) {
    return matrices.stream().mapToInt(same -> same.getFirst().values().length).sum();
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

  @Override
  public List<Parameter> initialise(long seed) {
    return layers.initialise(seed);
  }

  @Override
  public List<Input> inputs() {
    return layers.inputs();
  }

  @Override
  public <T> Tensors<T> forward(Ops<T> ops, Tensors<T> inputs, Tensors<T> parameters) {
    return layers.forward(ops, inputs, parameters);
  }

  /**
   * Trains {@code A} by the loss of the merged network, and nothing else.
   *
   * @param window recent examples as tasks of the parents' network
   */
  public void train(List<Task> window) {
    if (compatibility.isEmpty() || config.epochs() == 0) {
      return;
    }
    ParameterGroup group = new ParameterGroup(compatibility, AdamConfig.adam(config.rate()));
    try (TrainingStep step =
        new TrainingStep(List.of(group), List.of(), Double.POSITIVE_INFINITY, config.seed())) {
      for (int epoch = 0; epoch < config.epochs(); epoch++) {
        window.forEach(task -> step.step(through(task), Set.of()));
      }
      compatibility = step.parameters();
    }
  }

  /** The task as one of the matrices {@code A}: its loss gets the spliced parameters. */
  Task through(Task task) {
    return new Task(new Through(this, task.loss()), task.inputs());
  }

  private record Through(CkiModel model, Loss loss) implements Loss {

    @Override
    public <T> Tensors<T> compute(TrainingOps<T> ops, Tensors<T> inputs, Tensors<T> compatibility) {
      Tensors<T> spliced = model.forward(ops, new Tensors<>(), compatibility);
      for (Parameter parameter : model.base) {
        if (!isMatrix(parameter)) {
          spliced.put(
              parameter.name(),
              ops.constant(new HostTensor.Floats(parameter.values(), parameter.shape())));
        }
      }
      return loss.compute(ops, inputs, spliced);
    }
  }

  /** The matrices {@code A}; whoever changes their values changes the next merge. */
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
    // no matrix needs another one, so several threads give the same bits as one
    Map<String, Spliced> spliced =
        layers.parts().parallelStream()
            .flatMap(part -> splice(part, splicing, resamples))
            .collect(Collectors.toMap(each -> each.report().name(), each -> each));
    List<Parameter> merged = new ArrayList<>();
    List<MergeReport.Layer> report = new ArrayList<>();
    for (Parameter parameter : base) {
      Spliced matrix = spliced.get(parameter.name());
      if (matrix == null) {
        merged.add(parameter.withValues(parameter.values().clone()));
      } else {
        merged.add(parameter.withValues(matrix.values()));
        report.add(matrix.report());
      }
    }
    return new Merged(merged, new MergeReport(report));
  }

  /** Matrices, written back by the function that is trained through. */
  private Stream<Spliced> splice(SplicedLayers part, Splicing splicing, int resamples) {
    List<Parameter> own = part.own(compatibility);
    Tensors<HostTensor> outputs;
    try (TrainingStep step = TrainingStep.fixed(own)) {
      outputs = step.run(part, new Tensors<>());
    }
    return part.all().stream().map(layer -> spliced(layer, outputs, splicing, resamples));
  }

  private Spliced spliced(
      SplicedLayer layer, Tensors<HostTensor> outputs, Splicing splicing, int resamples) {
    List<float[]> weights = new ArrayList<>();
    for (int k = 0; k < parents; k++) {
      weights.add(outputs.tensor(layer.weight(k)).toFloats());
    }
    double stability =
        resamples == 0 ? Double.NaN : layer.stability(config.bins(), resamples, config.seed());
    return new Spliced(
        splicing == Splicing.SOFT ? outputs.tensor(layer.name()).toFloats() : layer.hard(weights),
        layer.report(weights, stability));
  }

  @SuppressWarnings("ArrayRecordComponent") // handed over, not shared
  private record Spliced(float[] values, MergeReport.Layer report) {}

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

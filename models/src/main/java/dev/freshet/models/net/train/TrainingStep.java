package dev.freshet.models.net.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import dev.freshet.models.net.HostTensor;
import dev.freshet.models.net.Loss;
import dev.freshet.models.net.Network;
import dev.freshet.models.net.Parameter;
import dev.freshet.models.net.Tensors;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Trains parameters: a loss, its derivative by autograd, a step of Adam. Parameters and the state
 * of Adam live in native memory between steps. The same steps from the same seed give the same
 * bits. Not thread-safe, but threads with an instance each do not disturb each other.
 */
public final class TrainingStep implements AutoCloseable {

  private static final NDIndex WHOLE = new NDIndex("...");

  private final NDManager manager = NDManager.newBaseManager();
  private final List<FlatGroup> groups = new ArrayList<>();
  private final Map<String, NDArray> fixed = new LinkedHashMap<>();
  private final double clipNorm;
  private final long seed;
  private long steps;
  private long refused;

  /**
   * @param fixed parameters that take no gradient
   * @param clipNorm greatest Euclidean norm of all gradients together; infinite for none
   * @param seed of dropout
   */
  public TrainingStep(
      List<ParameterGroup> groups, List<Parameter> fixed, double clipNorm, long seed) {
    if (!(clipNorm > 0)) {
      throw new IllegalArgumentException("clipNorm must be positive: " + clipNorm);
    }
    this.clipNorm = clipNorm;
    this.seed = seed;
    groups.forEach(group -> this.groups.add(new FlatGroup(manager, group)));
    for (Parameter each : fixed) {
      this.fixed.put(each.name(), manager.create(each.values(), new Shape(each.shape())));
    }
  }

  /** Parameters that stay as they are, to run networks and to evaluate losses with. */
  public static TrainingStep fixed(List<Parameter> parameters) {
    return new TrainingStep(List.of(), parameters, Double.POSITIVE_INFINITY, 0);
  }

  /**
   * Gives a parameter, trained or fixed, these values from the next step on. The state of Adam
   * stays.
   *
   * @throws IllegalArgumentException if there is no parameter of this name
   */
  public void replace(Parameter parameter) {
    NDArray own = fixed.get(parameter.name());
    for (int i = 0; own == null && i < groups.size(); i++) {
      own = groups.get(i).view(parameter.name());
    }
    if (own == null) {
      throw new IllegalArgumentException("no parameter " + parameter.name());
    }
    write(own, parameter.values());
  }

  private void write(NDArray to, float[] values) {
    try (NDArray copy = manager.create(values, to.getShape())) {
      to.set(WHOLE, copy); // in place, unlike set(float[])
    }
  }

  /** The outputs of a network, without gradients. */
  public Tensors<HostTensor> run(Network network, Tensors<HostTensor> inputs) {
    try (NDManager scope = manager.newSubManager()) {
      return host(network.forward(new TorchOps(scope, seed), given(scope, inputs), leaves(scope)));
    }
  }

  /** The values of a loss, without gradients. */
  public Tensors<HostTensor> evaluate(Task task) {
    return evaluate(task.loss(), task.inputs());
  }

  /** The values of a loss, without gradients. */
  public Tensors<HostTensor> evaluate(Loss loss, Tensors<HostTensor> inputs) {
    try (NDManager scope = manager.newSubManager()) {
      return host(loss.compute(new TorchOps(scope, seed), given(scope, inputs), leaves(scope)));
    }
  }

  /** Takes one step, as {@link #step(Loss, Tensors, Set)} does. */
  public StepOutcome step(Task task, Set<String> wanted) {
    return step(task.loss(), task.inputs(), wanted);
  }

  /**
   * Takes one step.
   *
   * @param wanted names of the inputs whose gradients the caller needs
   */
  public StepOutcome step(Loss loss, Tensors<HostTensor> inputs, Set<String> wanted) {
    try (NDManager scope = manager.newSubManager()) {
      Tensors<NDArray> given = given(scope, inputs);
      Tensors<NDArray> leaves = leaves(scope);
      Tensors<NDArray> values;
      // not DJL's collector, of which a process can have one at a time; the mode is the thread's
      boolean mode = JniUtils.isGradMode();
      JniUtils.setGradMode(true);
      try {
        wanted.forEach(name -> given.tensor(name).setRequiresGradient(true));
        for (FlatGroup group : groups) {
          group.names().forEach(name -> leaves.tensor(name).setRequiresGradient(true));
        }
        values = loss.compute(new TorchOps(scope, seed + steps), given, leaves);
        NDArray total = values.tensor(Loss.LOSS);
        JniUtils.backward(
            (PtNDArray) total, (PtNDArray) scope.ones(total.getShape()), false, false);
      } finally {
        JniUtils.setGradMode(mode);
      }
      boolean taken = update(scope, leaves);
      Tensors<float[]> gradients = new Tensors<>();
      for (String name : wanted) {
        try (NDArray gradient = given.tensor(name).getGradient()) {
          gradients.put(name, gradient.toFloatArray());
        }
      }
      return new StepOutcome(host(values), gradients, taken);
    }
  }

  private boolean update(NDManager scope, Tensors<NDArray> leaves) {
    List<NDArray> gradients = groups.stream().map(each -> each.gradient(scope, leaves)).toList();
    double squares = 0;
    for (NDArray gradient : gradients) {
      double norm = gradient.norm().toFloatArray()[0];
      squares += norm * norm;
    }
    double norm = Math.sqrt(squares);
    if (!Double.isFinite(norm)) {
      refused++;
      return false;
    }
    steps++;
    float scale = norm > clipNorm ? (float) (clipNorm / norm) : 1;
    for (int i = 0; i < gradients.size(); i++) {
      groups.get(i).step(gradients.get(i), scale, steps);
    }
    return true;
  }

  /** Aliases of the parameters that live as long as the step and hold its gradients. */
  private Tensors<NDArray> leaves(NDManager scope) {
    Tensors<NDArray> leaves = new Tensors<>();
    groups.forEach(group -> group.leaves(scope, leaves));
    fixed.forEach((name, weight) -> leaves.put(name, alias(scope, weight)));
    return leaves;
  }

  static NDArray alias(NDManager scope, NDArray weight) {
    NDArray alias = weight.stopGradient();
    alias.attach(scope);
    return alias;
  }

  private static Tensors<NDArray> given(NDManager scope, Tensors<HostTensor> inputs) {
    Tensors<NDArray> arrays = new Tensors<>();
    inputs.forEach((name, input) -> arrays.put(name, TorchOps.array(scope, input)));
    return arrays;
  }

  private static Tensors<HostTensor> host(Tensors<NDArray> arrays) {
    Tensors<HostTensor> values = new Tensors<>();
    arrays.forEach((name, array) -> values.put(name, TorchOps.host(array)));
    return values;
  }

  /** Copies of the trained parameters, in the order of the groups. */
  public List<Parameter> parameters() {
    return groups.stream().flatMap(group -> group.parameters().stream()).toList();
  }

  /** Copies of the parameters that take no gradient, in their order. */
  public List<Parameter> fixedParameters() {
    return fixed.entrySet().stream()
        .map(
            each ->
                new Parameter(
                    each.getKey(),
                    each.getValue().toFloatArray(),
                    each.getValue().getShape().getShape()))
        .toList();
  }

  /** Number of steps not taken because a gradient was not finite, since this was made. */
  public long refused() {
    return refused;
  }

  /** Trained and fixed parameters, the state of Adam and the number of steps, bit for bit. */
  public byte[] save() {
    List<NDArray> arrays = state();
    long floats = arrays.stream().mapToLong(NDArray::size).sum();
    ByteBuffer bytes =
        ByteBuffer.allocate(Math.toIntExact(Long.BYTES + Float.BYTES * floats))
            .order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(steps);
    var body = bytes.asFloatBuffer();
    arrays.forEach(array -> body.put(array.toFloatArray()));
    return bytes.array();
  }

  /**
   * Takes back what {@link #save} wrote for parameters of the same shapes.
   *
   * @throws IllegalArgumentException if the size is another
   */
  public void restore(byte[] saved) {
    List<NDArray> arrays = state();
    long floats = arrays.stream().mapToLong(NDArray::size).sum();
    if (saved.length != Long.BYTES + Float.BYTES * floats) {
      throw new IllegalArgumentException(
          "%d bytes for %d floats of state".formatted(saved.length, floats));
    }
    ByteBuffer bytes = ByteBuffer.wrap(saved).order(ByteOrder.LITTLE_ENDIAN);
    steps = bytes.getLong();
    var body = bytes.asFloatBuffer();
    for (NDArray array : arrays) {
      float[] values = new float[Math.toIntExact(array.size())];
      body.get(values);
      write(array, values);
    }
  }

  private List<NDArray> state() {
    List<NDArray> arrays = new ArrayList<>();
    groups.forEach(group -> arrays.addAll(group.state()));
    arrays.addAll(fixed.values());
    return arrays;
  }

  @Override
  public void close() {
    manager.close();
  }
}

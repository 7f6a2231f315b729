package dev.freshet.models.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import dev.freshet.models.net.Parameter;
import dev.freshet.models.net.Tensors;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Runs and trains a network with DJL; its parameters live outside, in plain arrays. Not
 * thread-safe, but threads with a step each do not disturb each other.
 */
public final class DenseStep implements AutoCloseable {
  private final List<Parameter> trained;
  private final List<Parameter> all;
  private final Adam adam;
  private final NDManager manager;

  /**
   * @param trained what {@code adam} steps
   * @param fixed parameters that take no gradient
   */
  public DenseStep(List<Parameter> trained, List<Parameter> fixed, Adam adam) {
    this.trained = List.copyOf(trained);
    all = Stream.concat(trained.stream(), fixed.stream()).toList();
    this.adam = adam;
    this.manager = NDManager.newBaseManager();
  }

  /** From inputs and parameters to logits. */
  @FunctionalInterface
  public interface Forward {
    /** Computes the logits with gradients on. */
    NDArray logits(TensorOps<NDArray> ops, Tensors<NDArray> inputs, Tensors<NDArray> parameters);
  }

  /**
   * One part of the loss.
   *
   * @param forward from inputs and parameters to logits
   * @param inputs by name
   * @param slope the derivative of the summed loss by each logit, given the logits
   * @param wanted inputs whose gradient is asked for
   */
  public record Task(
      Forward forward,
      Tensors<FloatTensor> inputs,
      UnaryOperator<float[]> slope,
      List<String> wanted) {}

  /** The outputs, without gradients. */
  public Tensors<FloatTensor> run(Network network, Tensors<FloatTensor> inputs) {
    try (NDManager step = manager.newSubManager()) {
      Tensors<NDArray> outputs =
          network.forward(new DjlOps(step), arrays(step, inputs), weights(step));
      Tensors<FloatTensor> answer = new Tensors<>();
      outputs.forEach(
          (name, value) ->
              answer.put(name, new FloatTensor(value.toFloatArray(), value.getShape().getShape())));
      return answer;
    }
  }

  /** The logits of a task, without gradients. */
  public float[] logits(Task task) {
    try (NDManager step = manager.newSubManager()) {
      return task.forward()
          .logits(new DjlOps(step), arrays(step, task.inputs()), weights(step))
          .toFloatArray();
    }
  }

  /**
   * One step: all tasks forward, their sum backward, then Adam on the parameters.
   *
   * @return for each task the gradient of the loss by each wanted input
   */
  public List<Tensors<float[]>> learn(List<Task> tasks) {
    try (NDManager step = manager.newSubManager()) {
      DjlOps ops = new DjlOps(step);
      Tensors<NDArray> weights = weights(step);
      List<Tensors<NDArray>> given = new ArrayList<>();
      // not DJL's collector, of which a process can have one at a time; the mode is the thread's
      boolean mode = JniUtils.isGradMode();
      JniUtils.setGradMode(true);
      try {
        trained.forEach(p -> weights.tensor(p.name()).setRequiresGradient(true));
        NDArray loss = step.create(0f);
        for (Task task : tasks) {
          Tensors<NDArray> inputs = arrays(step, task.inputs());
          given.add(inputs);
          task.wanted().forEach(input -> inputs.tensor(input).setRequiresGradient(true));
          NDArray logits = task.forward().logits(ops, inputs, weights);
          float[] slopes = task.slope().apply(logits.toFloatArray());
          loss = loss.add(logits.mul(step.create(slopes, logits.getShape())).sum());
        }
        JniUtils.backward((PtNDArray) loss, (PtNDArray) step.create(1f), false, false);
      } finally {
        JniUtils.setGradMode(mode);
      }
      List<float[]> gradients = new ArrayList<>();
      for (Parameter parameter : trained) {
        gradients.add(gradient(weights.tensor(parameter.name())));
      }
      adam.step(gradients);
      List<Tensors<float[]>> answer = new ArrayList<>();
      for (int i = 0; i < tasks.size(); i++) {
        Tensors<NDArray> inputs = given.get(i);
        Tensors<float[]> wanted = new Tensors<>();
        tasks.get(i).wanted().forEach(name -> wanted.put(name, gradient(inputs.tensor(name))));
        answer.add(wanted);
      }
      return answer;
    }
  }

  /** Gradient of a leaf; zeros where no task used it. */
  private static float[] gradient(NDArray leaf) {
    try (NDArray gradient = leaf.getGradient()) {
      return gradient.toFloatArray();
    }
  }

  private static Tensors<NDArray> arrays(NDManager step, Tensors<FloatTensor> inputs) {
    Tensors<NDArray> arrays = new Tensors<>();
    inputs.forEach(
        (name, input) -> arrays.put(name, step.create(input.values(), new Shape(input.shape()))));
    return arrays;
  }

  private Tensors<NDArray> weights(NDManager step) {
    Tensors<NDArray> weights = new Tensors<>();
    for (Parameter parameter : all) {
      weights.put(parameter.name(), step.create(parameter.values(), new Shape(parameter.shape())));
    }
    return weights;
  }

  @Override
  public void close() {
    manager.close();
  }
}

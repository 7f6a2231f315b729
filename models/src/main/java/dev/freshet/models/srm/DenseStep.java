package dev.freshet.models.srm;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import dev.freshet.models.onnx.FloatTensor;
import dev.freshet.models.tensor.Adam;
import dev.freshet.models.tensor.DjlOps;
import dev.freshet.models.tensor.Network;
import dev.freshet.models.tensor.Parameter;
import dev.freshet.models.tensor.Tensors;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Runs and trains a network with DJL; its parameters live outside, in plain arrays. */
final class DenseStep implements AutoCloseable {
  private final Network network;
  private final List<Parameter> parameters;
  private final Adam adam;
  private final NDManager manager;

  DenseStep(Network network, List<Parameter> parameters, Adam adam) {
    this.network = network;
    this.parameters = parameters;
    this.adam = adam;
    this.manager = NDManager.newBaseManager();
  }

  /** The outputs, without gradients. */
  Tensors<FloatTensor> run(Tensors<FloatTensor> inputs) {
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

  /**
   * One step: forward, backward, Adam on the parameters.
   *
   * @param logits name of the output the loss is taken of
   * @param slope the loss's derivative by each logit, given the logits
   * @param wanted inputs whose gradient is returned
   * @return the gradient of the summed loss by each wanted input
   */
  Tensors<float[]> learn(
      Tensors<FloatTensor> inputs,
      String logits,
      UnaryOperator<float[]> slope,
      List<String> wanted) {
    try (NDManager step = manager.newSubManager()) {
      Tensors<NDArray> given = arrays(step, inputs);
      Tensors<NDArray> weights = weights(step);
      try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
        wanted.forEach(input -> given.tensor(input).setRequiresGradient(true));
        weights.forEach((name, weight) -> weight.setRequiresGradient(true));
        NDArray output = network.forward(new DjlOps(step), given, weights).tensor(logits);
        NDArray slopes = step.create(slope.apply(output.toFloatArray()), output.getShape());
        collector.backward(output.mul(slopes).sum());
      }
      List<float[]> gradients = new ArrayList<>();
      for (Parameter parameter : parameters) {
        gradients.add(weights.tensor(parameter.name()).getGradient().toFloatArray());
      }
      adam.step(gradients);
      Tensors<float[]> answer = new Tensors<>();
      wanted.forEach(input -> answer.put(input, given.tensor(input).getGradient().toFloatArray()));
      return answer;
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
    for (Parameter parameter : parameters) {
      weights.put(parameter.name(), step.create(parameter.values(), new Shape(parameter.shape())));
    }
    return weights;
  }

  @Override
  public void close() {
    manager.close();
  }
}

package dev.freshet.models.net.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import dev.freshet.models.net.Parameter;
import dev.freshet.models.net.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a group and their state of Adam, each one vector in native memory. The
 * parameters are views of the vector, so that Adam is one call however many they are: most are
 * small, and a call costs more than its arithmetic.
 */
final class FlatGroup {
  private final List<Parameter> initial;
  private final List<NDArray> views = new ArrayList<>();
  private final AdamConfig adam;
  private final NDArray weights;
  private final NDArray means;
  private final NDArray variances;

  FlatGroup(NDManager manager, ParameterGroup group) {
    initial = group.parameters();
    adam = group.adam();
    int size = initial.stream().mapToInt(each -> each.values().length).sum();
    float[] values = new float[size];
    int at = 0;
    for (Parameter each : initial) {
      System.arraycopy(each.values(), 0, values, at, each.values().length);
      at += each.values().length;
    }
    weights = manager.create(values);
    means = manager.zeros(new Shape(size));
    variances = manager.zeros(new Shape(size));
    at = 0;
    for (Parameter each : initial) {
      int end = at + each.values().length;
      views.add(weights.get(at + ":" + end).reshape(new Shape(each.shape())));
      at = end;
    }
  }

  List<String> names() {
    return initial.stream().map(Parameter::name).toList();
  }

  /** The parameter of this name in place; null where it is not in this group. */
  @Nullable NDArray view(String name) {
    int at = names().indexOf(name);
    return at < 0 ? null : views.get(at);
  }

  void leaves(NDManager scope, Tensors<NDArray> leaves) {
    for (int i = 0; i < views.size(); i++) {
      leaves.put(initial.get(i).name(), TrainingStep.alias(scope, views.get(i)));
    }
  }

  /** The gradients of all leaves, one after the other. */
  NDArray gradient(NDManager scope, Tensors<NDArray> leaves) {
    NDList parts = new NDList(initial.size());
    for (Parameter each : initial) {
      NDArray gradient = leaves.tensor(each.name()).getGradient();
      gradient.attach(scope);
      parts.add(gradient.reshape(-1));
    }
    return NDArrays.concat(parts);
  }

  /**
   * Takes a step of Adam.
   *
   * @param scale of the gradient
   * @param number of the step, from 1
   */
  void step(NDArray gradient, float scale, long number) {
    double correction =
        Math.sqrt(1 - Math.pow(AdamConfig.BETA_2, (double) number))
            / (1 - Math.pow(AdamConfig.BETA_1, (double) number));
    double rate = adam.rate() * adam.schedule().factor(number);
    JniUtils.adamUpdate(
        (PtNDArray) weights,
        (PtNDArray) gradient,
        (PtNDArray) means,
        (PtNDArray) variances,
        (float) rate,
        (float) (rate * correction),
        (float) adam.weightDecay(),
        scale,
        /* clipGrad= */ -1,
        (float) AdamConfig.BETA_1,
        (float) AdamConfig.BETA_2,
        AdamConfig.EPSILON,
        adam.decoupled());
  }

  /** Copies of the parameters. */
  List<Parameter> parameters() {
    float[] values = weights.toFloatArray();
    List<Parameter> copies = new ArrayList<>();
    int at = 0;
    for (Parameter each : initial) {
      int end = at + each.values().length;
      copies.add(each.withValues(Arrays.copyOfRange(values, at, end)));
      at = end;
    }
    return copies;
  }

  /** All that a step changes. */
  List<NDArray> state() {
    return List.of(weights, means, variances);
  }
}

package dev.freshet.models.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.norm.LayerNorm;
import java.util.List;

/** Computes at once, with DJL, so that gradients can be taken. */
public final class DjlOps implements TensorOps<NDArray> {
  private final NDManager manager;

  /**
   * @param manager owner of the constants
   */
  public DjlOps(NDManager manager) {
    this.manager = manager;
  }

  @Override
  public NDArray constant(float[] values, long... shape) {
    return manager.create(values, new Shape(shape));
  }

  @Override
  public NDArray add(NDArray a, NDArray b) {
    return a.add(b);
  }

  @Override
  public NDArray multiply(NDArray a, NDArray b) {
    return a.mul(b);
  }

  @Override
  public NDArray matmul(NDArray a, NDArray b) {
    return a.matMul(b);
  }

  @Override
  public NDArray reshape(NDArray a, long... shape) {
    long[] resolved = shape.clone();
    for (int i = 0; i < resolved.length; i++) {
      if (resolved[i] == 0) {
        resolved[i] = a.size(i);
      }
    }
    return a.reshape(resolved);
  }

  @Override
  public NDArray transpose(NDArray a, int... axes) {
    return a.transpose(axes);
  }

  @Override
  public NDArray softmax(NDArray a, int axis) {
    return a.softmax(axis);
  }

  @Override
  public NDArray relu(NDArray a) {
    return Activation.relu(a);
  }

  @Override
  public NDArray sigmoid(NDArray a) {
    return Activation.sigmoid(a);
  }

  @Override
  public NDArray tanh(NDArray a) {
    return a.tanh();
  }

  @Override
  public NDArray exp(NDArray a) {
    return a.exp();
  }

  @Override
  public NDArray sum(NDArray a, int axis) {
    return a.sum(new int[] {axis});
  }

  @Override
  public NDArray concat(List<NDArray> parts) {
    return NDArrays.concat(new NDList(parts), -1);
  }

  @Override
  public NDArray slice(NDArray a, int axis, long from, long to) {
    NDIndex index = new NDIndex();
    for (int i = 0; i < axis; i++) {
      index.addAllDim();
    }
    return a.get(index.addSliceDim(from, to));
  }

  @Override
  public NDArray layerNorm(NDArray a, NDArray scale, NDArray shift) {
    long last = a.getShape().get(a.getShape().dimension() - 1);
    return LayerNorm.layerNorm(a, new Shape(last), scale, shift, EPSILON).singletonOrThrow();
  }

  @Override
  public NDArray gru(NDArray x, NDArray input, NDArray recurrent, int units) {
    NDArray start = manager.zeros(new Shape(1, x.getShape().get(0), units));
    return x.getNDArrayInternal()
        .gru(
            x,
            start,
            new NDList(input.transpose(), recurrent.transpose()),
            /* hasBiases= */ false,
            /* numLayers= */ 1,
            /* dropRate= */ 0,
            /* training= */ true,
            /* bidirectional= */ false,
            /* batchFirst= */ true)
        .get(0);
  }
}

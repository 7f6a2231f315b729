package dev.freshet.models.media;

import dev.freshet.models.net.Parameter;
import dev.freshet.models.net.Tensors;
import dev.freshet.models.onnx.OnnxOps;
import dev.freshet.models.tensor.Network;
import dev.freshet.models.tensor.TensorOps;
import java.util.List;
import java.util.Map;

/**
 * A network that sums up rows of its input.
 *
 * @param rows of equal length
 */
@SuppressWarnings("ArrayRecordComponent")
record SumNetwork(int rows, long... shape) implements Network {

  byte[] file() {
    return OnnxOps.export("sum", this, List.of());
  }

  @Override
  public List<Parameter> initialise(long seed) {
    return List.of();
  }

  @Override
  public Map<String, long[]> inputs() {
    return Map.of("in", shape);
  }

  @Override
  public <T> Tensors<T> forward(TensorOps<T> ops, Tensors<T> inputs, Tensors<T> parameters) {
    T flat = ops.reshape(inputs.tensor("in"), rows, -1);
    return new Tensors<T>().put("out", ops.reshape(ops.sum(flat, 1), 1, rows));
  }
}

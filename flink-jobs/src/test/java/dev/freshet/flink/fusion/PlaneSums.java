package dev.freshet.flink.fusion;

import dev.freshet.models.net.Parameter;
import dev.freshet.models.net.Tensors;
import dev.freshet.models.onnx.OnnxOps;
import dev.freshet.models.tensor.Network;
import dev.freshet.models.tensor.TensorOps;
import java.util.List;
import java.util.Map;

/** An encoder: sums of the planes of a picture of 2 x 2, their halves, or those of a sound of 4. */
enum PlaneSums implements Network {
  PICTURE,
  WIDE_PICTURE,
  SOUND;

  private int rows() {
    return switch (this) {
      case PICTURE -> 3;
      case WIDE_PICTURE -> 6;
      case SOUND -> 2;
    };
  }

  byte[] file() {
    return OnnxOps.export(name(), this, List.of());
  }

  @Override
  public List<Parameter> initialise(long seed) {
    return List.of();
  }

  @Override
  public Map<String, long[]> inputs() {
    return Map.of("in", this == SOUND ? new long[] {1, 4} : new long[] {1, 3, 2, 2});
  }

  @Override
  public <T> Tensors<T> forward(TensorOps<T> ops, Tensors<T> inputs, Tensors<T> parameters) {
    T flat = ops.reshape(inputs.tensor("in"), rows(), -1);
    return new Tensors<T>().put("out", ops.reshape(ops.sum(flat, 1), 1, rows()));
  }
}

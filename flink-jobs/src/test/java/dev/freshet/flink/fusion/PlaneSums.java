package dev.freshet.flink.fusion;

import dev.freshet.models.net.Axis;
import dev.freshet.models.net.Input;
import dev.freshet.models.net.Network;
import dev.freshet.models.net.Ops;
import dev.freshet.models.net.Ops.Reduction;
import dev.freshet.models.net.Parameter;
import dev.freshet.models.net.Tensors;
import dev.freshet.models.net.onnx.OnnxExport;
import java.util.List;

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
    return OnnxExport.bytes(name(), this, List.of());
  }

  @Override
  public List<Parameter> initialise(long seed) {
    return List.of();
  }

  @Override
  public List<Input> inputs() {
    return List.of(
        this == SOUND
            ? Input.floats("in", Axis.of(1), Axis.of(4))
            : Input.floats("in", Axis.of(1), Axis.of(3), Axis.of(2), Axis.of(2)));
  }

  @Override
  public <T> Tensors<T> forward(Ops<T> ops, Tensors<T> inputs, Tensors<T> parameters) {
    T flat = ops.reshape(inputs.tensor("in"), rows(), -1);
    return new Tensors<T>()
        .put("out", ops.reshape(ops.reduce(Reduction.SUM, flat, false, 1), 1, rows()));
  }
}

package dev.freshet.models.media;

import dev.freshet.models.net.Axis;
import dev.freshet.models.net.DataType;
import dev.freshet.models.net.Input;
import dev.freshet.models.net.Network;
import dev.freshet.models.net.Ops;
import dev.freshet.models.net.Ops.Reduction;
import dev.freshet.models.net.Parameter;
import dev.freshet.models.net.Tensors;
import dev.freshet.models.net.onnx.OnnxExport;
import java.util.Arrays;
import java.util.List;

/**
 * A network that sums up rows of its input.
 *
 * @param rows of equal length
 */
@SuppressWarnings("ArrayRecordComponent")
record SumNetwork(int rows, long... shape) implements Network {

  byte[] file() {
    return OnnxExport.bytes("sum", this, List.of());
  }

  @Override
  public List<Parameter> initialise(long seed) {
    return List.of();
  }

  @Override
  public List<Input> inputs() {
    List<Axis> axes =
        Arrays.stream(shape)
            .mapToObj(size -> size > 0 ? Axis.of(size) : Axis.named("any"))
            .toList();
    return List.of(new Input("in", DataType.FLOAT, axes));
  }

  @Override
  public <T> Tensors<T> forward(Ops<T> ops, Tensors<T> inputs, Tensors<T> parameters) {
    T flat = ops.reshape(inputs.tensor("in"), rows, -1);
    return new Tensors<T>()
        .put("out", ops.reshape(ops.reduce(Reduction.SUM, flat, false, 1), 1, rows));
  }
}

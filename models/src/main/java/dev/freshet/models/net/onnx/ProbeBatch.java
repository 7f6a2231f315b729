package dev.freshet.models.net.onnx;

import dev.freshet.models.ModelException;
import dev.freshet.models.net.HostTensor;
import dev.freshet.models.net.Tensors;
import dev.freshet.schemas.feature.FloatBytes;
import dev.freshet.schemas.feature.Probe;
import dev.freshet.schemas.feature.Tensor;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * The batch that travels with a released network. A reader runs it before the network serves.
 * Tensors are of 32-bit floats.
 */
public final class ProbeBatch {

  private ProbeBatch() {}

  /**
   * Writes a probe.
   *
   * @param outputs what the training back end computes from the inputs
   * @param tolerance greatest absolute difference that a reader accepts
   */
  public static Probe of(Tensors<HostTensor> inputs, Tensors<HostTensor> outputs, float tolerance) {
    return Probe.newBuilder()
        .setInputs(avro(inputs))
        .setOutputs(avro(outputs))
        .setTolerance(tolerance)
        .build();
  }

  private static Map<String, Tensor> avro(Tensors<HostTensor> tensors) {
    Map<String, Tensor> avro = new HashMap<>();
    tensors.forEach(
        (name, tensor) ->
            avro.put(
                name,
                Tensor.newBuilder()
                    .setShape(Arrays.stream(tensor.shape()).boxed().toList())
                    .setValues(FloatBytes.of(tensor.toFloats()))
                    .build()));
    return avro;
  }

  private static HostTensor.Floats host(Tensor tensor) {
    return new HostTensor.Floats(
        FloatBytes.toArray(tensor.getValues()),
        tensor.getShape().stream().mapToLong(Long::longValue).toArray());
  }

  /**
   * Runs the probe and compares every output.
   *
   * @throws ModelException if an output differs by more than the probe's tolerance
   */
  public static void check(OnnxSession session, Probe probe) {
    Tensors<HostTensor> inputs = new Tensors<>();
    probe.getInputs().forEach((input, tensor) -> inputs.put(input, host(tensor)));
    Tensors<HostTensor> outputs = session.run(inputs, probe.getOutputs().keySet());
    probe
        .getOutputs()
        .forEach(
            (output, expected) ->
                compare(
                    session.name() + ": the probe's output " + output,
                    outputs.tensor(output).toFloats(),
                    host(expected).values(),
                    probe.getTolerance()));
  }

  private static void compare(String what, float[] computed, float[] expected, float tolerance) {
    if (computed.length != expected.length) {
      throw new ModelException(what + " has another size");
    }
    for (int i = 0; i < expected.length; i++) {
      if (!(Math.abs(computed[i] - expected[i]) <= tolerance)) {
        throw new ModelException(
            "%s[%d] is %s, expected %s".formatted(what, i, computed[i], expected[i]));
      }
    }
  }
}

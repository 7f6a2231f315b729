package dev.freshet.models.media;

import dev.freshet.models.ModelException;
import dev.freshet.models.net.Axis;
import dev.freshet.models.net.DataType;
import dev.freshet.models.net.HostTensor;
import dev.freshet.models.net.Input;
import dev.freshet.models.net.Tensors;
import dev.freshet.models.net.onnx.OnnxRuntime;
import dev.freshet.models.net.onnx.OnnxSession;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/**
 * A network of one input and one output, both of floats. Of the output's axes those of size 1 count
 * for nothing; the last of the others holds the components, and a vector is their mean over all
 * that lies before.
 */
final class EncoderNetwork implements AutoCloseable {
  private static final int FINGERPRINT_BYTES = 8;

  private final String name;
  private final OnnxSession session;
  private final Input input;
  private final String output;

  /**
   * @throws ModelException if it cannot be loaded, or has another number or type of inputs or
   *     outputs
   */
  EncoderNetwork(String name, byte[] network, OnnxRuntime runtime) {
    this.name = name;
    session = runtime.open(name, network);
    try {
      List<Input> inputs = session.inputs();
      Set<String> outputs = session.outputs();
      if (inputs.size() != 1 || outputs.size() != 1) {
        throw new ModelException(
            "%s: one input and one output are needed, not the inputs %s and the outputs %s"
                .formatted(name, inputs.stream().map(Input::name).toList(), outputs));
      }
      input = inputs.getFirst();
      if (input.type() != DataType.FLOAT) {
        throw new ModelException("%s: %s is not a tensor of floats".formatted(name, input.name()));
      }
      output = outputs.iterator().next();
    } catch (ModelException e) {
      session.close();
      throw e;
    }
  }

  /** Shape of the input; -1 stands for any size. */
  long[] shape() {
    return input.shape().stream()
        .mapToLong(axis -> axis instanceof Axis.Fixed fixed ? fixed.size() : -1)
        .toArray();
  }

  /** The vector of one input. */
  float[] run(HostTensor tensor) {
    Tensors<HostTensor> inputs = new Tensors<HostTensor>().put(input.name(), tensor);
    if (!(session.run(inputs, Set.of(output)).tensor(output) instanceof HostTensor.Floats states)) {
      throw new ModelException("%s: %s is not a tensor of floats".formatted(name, output));
    }
    int components =
        (int) Arrays.stream(states.shape()).filter(axis -> axis != 1).reduce(1, (a, last) -> last);
    float[] values = states.values();
    if (components == 0 || values.length == 0) {
      throw new ModelException(name + ": the output is empty");
    }
    int rows = values.length / components;
    float[] vector = new float[components];
    for (int c = 0; c < components; c++) {
      double sum = 0;
      for (int row = 0; row < rows; row++) {
        sum += values[row * components + c];
      }
      vector[c] = (float) (sum / rows);
      if (!Float.isFinite(vector[c])) {
        throw new ModelException("%s: component %d is %s".formatted(name, c, vector[c]));
      }
    }
    return vector;
  }

  /** Of a network and the way to prepare its input. */
  static String fingerprint(byte[] network, String preparation) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(network);
      digest.update(preparation.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest.digest(), 0, FINGERPRINT_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }

  @Override
  public void close() {
    session.close();
  }
}

package dev.freshet.models.media;

import dev.freshet.models.ModelException;
import dev.freshet.models.net.Tensors;
import dev.freshet.models.onnx.OnnxModel;
import dev.freshet.models.tensor.FloatTensor;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;

/**
 * A network of one input and one output, both of floats. Of the output's axes those of size 1 count
 * for nothing; the last of the others holds the components, and a vector is their mean over all
 * that lies before.
 */
final class EncoderNetwork implements AutoCloseable {
  private static final int FINGERPRINT_BYTES = 8;

  private final String name;
  private final OnnxModel model;
  private final String input;
  private final long[] shape;
  private final String output;

  /**
   * @throws ModelException if it cannot be loaded, or has another number or type of inputs or
   *     outputs
   */
  EncoderNetwork(String name, byte[] network) {
    this.name = name;
    model = new OnnxModel(name, network);
    try {
      Map<String, long[]> inputs = model.inputs();
      Set<String> outputs = model.outputs().keySet();
      if (inputs.size() != 1 || outputs.size() != 1) {
        throw new ModelException(
            "%s: one input and one output are needed, not the inputs %s and the outputs %s"
                .formatted(name, inputs.keySet(), outputs));
      }
      input = inputs.keySet().iterator().next();
      shape = inputs.values().iterator().next().clone();
      output = outputs.iterator().next();
    } catch (ModelException e) {
      model.close();
      throw e;
    }
  }

  /** Shape of the input; -1 stands for any size. */
  long[] shape() {
    return shape.clone();
  }

  /** The vector of one input. */
  float[] run(FloatTensor tensor) {
    FloatTensor states =
        model.run(new Tensors<FloatTensor>().put(input, tensor), Set.of(output)).tensor(output);
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
    model.close();
  }
}

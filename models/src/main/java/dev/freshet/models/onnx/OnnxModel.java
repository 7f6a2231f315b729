package dev.freshet.models.onnx;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import dev.freshet.models.ModelException;
import dev.freshet.models.net.Tensors;
import dev.freshet.models.tensor.FloatTensor;
import dev.freshet.schemas.feature.Probe;
import dev.freshet.schemas.feature.Tensor;
import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * A loaded ONNX network. Each call runs on the caller's thread alone, without spinning.
 * Thread-safe.
 */
public final class OnnxModel implements AutoCloseable {
  private final String name;
  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
  private final OrtSession session;

  /**
   * @param name what the network is called in messages
   * @param network the ONNX file
   * @throws ModelException if the runtime refuses the network
   */
  public OnnxModel(String name, byte[] network) {
    this.name = name;
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      options.addConfigEntry("session.intra_op.allow_spinning", "0");
      options.addConfigEntry("session.inter_op.allow_spinning", "0");
      session = environment.createSession(network, options);
    } catch (OrtException e) {
      throw new ModelException(name + ": loading the network", e);
    }
  }

  /**
   * The shapes of its inputs by name; -1 stands for any size.
   *
   * @throws ModelException if one is no tensor of 32-bit floats
   */
  public Map<String, long[]> inputs() {
    try {
      return shapes(session.getInputInfo());
    } catch (OrtException e) {
      throw new ModelException(name + ": reading the inputs", e);
    }
  }

  /**
   * The shapes of its outputs by name; -1 stands for any size. Empty where the file leaves it open.
   *
   * @throws ModelException if one is no tensor of 32-bit floats
   */
  public Map<String, long[]> outputs() {
    try {
      return shapes(session.getOutputInfo());
    } catch (OrtException e) {
      throw new ModelException(name + ": reading the outputs", e);
    }
  }

  private Map<String, long[]> shapes(Map<String, NodeInfo> nodes) {
    Map<String, long[]> shapes = new LinkedHashMap<>();
    nodes.forEach(
        (node, info) -> {
          if (!(info.getInfo() instanceof TensorInfo tensor) || tensor.type != OnnxJavaType.FLOAT) {
            throw new ModelException("%s: %s is no tensor of floats".formatted(name, node));
          }
          shapes.put(node, tensor.getShape());
        });
    return shapes;
  }

  /** Runs the network. */
  public Tensors<FloatTensor> run(Tensors<FloatTensor> inputs, Set<String> outputs) {
    Map<String, OnnxTensor> tensors = new HashMap<>();
    try {
      for (String input : inputs.names()) {
        FloatTensor tensor = inputs.tensor(input);
        tensors.put(
            input,
            OnnxTensor.createTensor(
                environment, FloatBuffer.wrap(tensor.values()), tensor.shape()));
      }
      try (OrtSession.Result result = session.run(tensors, outputs)) {
        Tensors<FloatTensor> answer = new Tensors<>();
        for (Map.Entry<String, ai.onnxruntime.OnnxValue> output : result) {
          OnnxTensor tensor = (OnnxTensor) output.getValue();
          FloatBuffer buffer = tensor.getFloatBuffer();
          float[] values = new float[buffer.remaining()];
          buffer.get(values);
          answer.put(output.getKey(), new FloatTensor(values, tensor.getInfo().getShape()));
        }
        return answer;
      }
    } catch (OrtException e) {
      throw new ModelException(name + ": running the network", e);
    } finally {
      tensors.values().forEach(OnnxTensor::close);
    }
  }

  /**
   * Runs the probe that came with the network and compares every output.
   *
   * @throws ModelException if an output differs by more than the probe's tolerance
   */
  public void check(Probe probe) {
    Tensors<FloatTensor> inputs = new Tensors<>();
    probe.getInputs().forEach((input, tensor) -> inputs.put(input, FloatTensor.of(tensor)));
    Tensors<FloatTensor> outputs = run(inputs, probe.getOutputs().keySet());
    for (Map.Entry<String, Tensor> expected : probe.getOutputs().entrySet()) {
      float[] wanted = FloatTensor.of(expected.getValue()).values();
      FloatTensor output = outputs.tensor(expected.getKey());
      if (output.values().length != wanted.length) {
        throw new ModelException(
            "%s: the probe's output %s has another size".formatted(name, expected.getKey()));
      }
      for (int i = 0; i < wanted.length; i++) {
        float difference = Math.abs(output.values()[i] - wanted[i]);
        if (!(difference <= probe.getTolerance())) {
          throw new ModelException(
              "%s: the probe's output %s[%d] is %s, expected %s"
                  .formatted(name, expected.getKey(), i, output.values()[i], wanted[i]));
        }
      }
    }
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (OrtException e) {
      throw new ModelException(name + ": closing the network", e);
    }
  }
}

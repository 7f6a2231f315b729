package dev.freshet.models.net.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtSession;
import dev.freshet.models.ModelException;
import dev.freshet.models.net.HostTensor;
import dev.freshet.models.net.Tensors;
import java.util.Map;

/**
 * The outputs of one run, in the runtime's memory until closed. They can be read, and fed to
 * another run without a copy to the heap. Until the runtime's Java API binds outputs to a device,
 * they cross to the host between runs on CUDA.
 */
public final class OnnxOutputs implements AutoCloseable {
  private final OrtSession.Result result;

  OnnxOutputs(OrtSession.Result result) {
    this.result = result;
  }

  /**
   * A copy of one output.
   *
   * @throws ModelException if there is none of this name
   */
  public HostTensor read(String name) {
    return OnnxValues.host(name, tensor(name));
  }

  /** Copies of all outputs. */
  public Tensors<HostTensor> readAll() {
    Tensors<HostTensor> all = new Tensors<>();
    for (Map.Entry<String, OnnxValue> each : result) {
      all.put(each.getKey(), read(each.getKey()));
    }
    return all;
  }

  OnnxTensor tensor(String name) {
    if (result.get(name).orElse(null) instanceof OnnxTensor tensor) {
      return tensor;
    }
    throw new ModelException("no output " + name);
  }

  @Override
  public void close() {
    result.close();
  }
}

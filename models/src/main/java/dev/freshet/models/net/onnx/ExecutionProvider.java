package dev.freshet.models.net.onnx;

import java.io.Serializable;

/** Where ONNX Runtime computes. */
public sealed interface ExecutionProvider extends Serializable {

  /** The processor; always there. */
  record Cpu() implements ExecutionProvider {
    @Override
    public String toString() {
      return "cpu";
    }
  }

  /**
   * An NVIDIA device; needs the runtime's GPU build.
   *
   * @param device number of the device; not negative
   * @param memoryBytes greatest size of the runtime's memory on the device; positive
   */
  record Cuda(int device, long memoryBytes) implements ExecutionProvider {
    public Cuda {
      if (device < 0) {
        throw new IllegalArgumentException("device must not be negative: " + device);
      }
      if (memoryBytes < 1) {
        throw new IllegalArgumentException("memoryBytes must be positive: " + memoryBytes);
      }
    }

    @Override
    public String toString() {
      return "cuda:" + device;
    }
  }

  /** The processor. */
  ExecutionProvider CPU = new Cpu();

  /**
   * The provider of a setting.
   *
   * @param name {@code cpu} or {@code cuda}
   * @throws IllegalArgumentException if it is another
   */
  static ExecutionProvider of(String name, int device, long memoryBytes) {
    return switch (name) {
      case "cpu" -> CPU;
      case "cuda" -> new Cuda(device, memoryBytes);
      default ->
          throw new IllegalArgumentException("the execution provider must be cpu or cuda: " + name);
    };
  }
}

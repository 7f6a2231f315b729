package dev.freshet.models.net.onnx;

import dev.freshet.models.net.Axis;
import dev.freshet.models.net.Input;
import dev.freshet.models.net.Network;
import dev.freshet.models.net.Ops;
import dev.freshet.models.net.Parameter;
import dev.freshet.models.net.Tensors;
import java.util.List;

/**
 * Opens sessions with the execution provider of a configuration. A session that cannot be had there
 * runs on the CPU; {@link #provider()} tells. Thread-safe.
 */
public final class OnnxRuntime {
  private final ExecutionProvider asked;
  private volatile ExecutionProvider provider;

  /** Tries a device with a network of one operation, so that a missing one is known at start. */
  public OnnxRuntime(ExecutionProvider asked) {
    this.asked = asked;
    provider = asked;
    if (!asked.equals(ExecutionProvider.CPU)) {
      byte[] network = OnnxExport.bytes("trial", new Doubling(), List.of());
      open("trial of " + asked, network).close();
    }
  }

  /** A runtime on the CPU. */
  public static OnnxRuntime cpu() {
    return new OnnxRuntime(ExecutionProvider.CPU);
  }

  /**
   * Loads a network from memory.
   *
   * @param name what the network is called in messages
   * @throws dev.freshet.models.ModelException if the runtime refuses the network
   */
  public OnnxSession open(String name, byte[] network) {
    OnnxSession session = OnnxSession.of(name, network, asked);
    provider = session.provider();
    return session;
  }

  /** The provider of the configuration. */
  public ExecutionProvider asked() {
    return asked;
  }

  /** Where the network that was opened last runs. */
  public ExecutionProvider provider() {
    return provider;
  }

  /** Whether the network that was opened last runs elsewhere than asked. */
  public boolean fellBack() {
    return !provider.equals(asked);
  }

  private record Doubling() implements Network {

    @Override
    public List<Parameter> initialise(long seed) {
      return List.of();
    }

    @Override
    public List<Input> inputs() {
      return List.of(Input.floats("in", Axis.of(1)));
    }

    @Override
    public <T> Tensors<T> forward(Ops<T> ops, Tensors<T> inputs, Tensors<T> parameters) {
      T in = inputs.tensor("in");
      return new Tensors<T>().put("out", ops.add(in, in));
    }
  }
}

package dev.freshet.models.net.onnx;

import ai.onnx.proto.OnnxMl;
import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxTensorLike;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import ai.onnxruntime.providers.OrtCUDAProviderOptions;
import dev.freshet.models.ModelException;
import dev.freshet.models.net.Axis;
import dev.freshet.models.net.DataType;
import dev.freshet.models.net.HostTensor;
import dev.freshet.models.net.Input;
import dev.freshet.models.net.Network;
import dev.freshet.models.net.Parameter;
import dev.freshet.models.net.Tensors;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A loaded ONNX network. Each call runs on the caller's thread alone, without spinning. A provider
 * that cannot be had gives way to the processor, with a warning; {@link #provider()} tells.
 * Thread-safe.
 */
public final class OnnxSession implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(OnnxSession.class);
  private static final long STACK_BYTES = 16 << 20;

  private final String name;
  private final OrtSession session;
  private final ExecutionProvider provider;

  /** Opens a session from the bytes or the path of a network. */
  @FunctionalInterface
  private interface Source {
    OrtSession open(OrtEnvironment environment, OrtSession.SessionOptions options)
        throws OrtException;
  }

  private OnnxSession(String name, Source source, ExecutionProvider asked) {
    this.name = name;
    ExecutionProvider tried = asked;
    OrtSession opened = null;
    if (asked instanceof ExecutionProvider.Cuda) {
      try {
        opened = open(source, asked);
      } catch (OrtException e) {
        LOG.warn("{}: {} cannot be had, running on the processor: {}", name, asked, e.getMessage());
        tried = ExecutionProvider.CPU;
      }
    }
    try {
      session = opened == null ? open(source, ExecutionProvider.CPU) : opened;
    } catch (OrtException e) {
      throw new ModelException(name + ": loading the network", e);
    }
    provider = tried;
  }

  private OrtSession open(Source source, ExecutionProvider with) throws OrtException {
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      options.addConfigEntry("session.intra_op.allow_spinning", "0");
      options.addConfigEntry("session.inter_op.allow_spinning", "0");
      if (!(with instanceof ExecutionProvider.Cuda cuda)) {
        return onLargeStack(() -> source.open(OrtEnvironment.getEnvironment(), options));
      }
      try (OrtCUDAProviderOptions device = new OrtCUDAProviderOptions(cuda.device())) {
        device.add("gpu_mem_limit", Long.toString(cuda.memoryBytes()));
        options.addCUDA(device);
        return onLargeStack(() -> source.open(OrtEnvironment.getEnvironment(), options));
      }
    }
  }

  /**
   * The runtime starts and loads graphs recursively; on the usual stack it can overflow, which ends
   * the process.
   */
  private static <T> T onLargeStack(Callable<T> work) throws OrtException {
    FutureTask<T> task = new FutureTask<>(work);
    new Thread(null, task, "onnx-loading", STACK_BYTES).start();
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return task.get();
        } catch (InterruptedException e) {
          interrupted = true; // what is being opened must not be lost
        }
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof OrtException refused) {
        throw refused;
      }
      throw new IllegalStateException("opening a session", e.getCause());
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /**
   * Loads a network from memory.
   *
   * @param name what the network is called in messages
   * @throws ModelException if the runtime refuses the network
   */
  public static OnnxSession of(String name, byte[] network, ExecutionProvider asked) {
    return new OnnxSession(
        name, (environment, options) -> environment.createSession(network, options), asked);
  }

  /**
   * Loads a network from a file; weights that it keeps in other files lie beside it.
   *
   * @param name what the network is called in messages
   * @throws ModelException if the runtime refuses the network
   */
  public static OnnxSession of(String name, Path file, ExecutionProvider asked) {
    return new OnnxSession(
        name, (environment, options) -> environment.createSession(file.toString(), options), asked);
  }

  /**
   * The inputs that the file declares.
   *
   * @throws ModelException if one is not a tensor of a {@link DataType}
   */
  public List<Input> inputs() {
    try {
      List<Input> inputs = new ArrayList<>();
      for (NodeInfo node : session.getInputInfo().values()) {
        if (!(node.getInfo() instanceof TensorInfo tensor)) {
          throw new ModelException("%s: %s is not a tensor".formatted(name, node.getName()));
        }
        inputs.add(new Input(node.getName(), type(node.getName(), tensor), axes(tensor)));
      }
      return inputs;
    } catch (OrtException e) {
      throw new ModelException(name + ": reading the inputs", e);
    }
  }

  private DataType type(String input, TensorInfo tensor) {
    return switch (tensor.type) {
      case FLOAT -> DataType.FLOAT;
      case FLOAT16 -> DataType.HALF;
      case INT64 -> DataType.INT64;
      case BOOL -> DataType.BOOL;
      default ->
          throw new ModelException("%s: %s is a tensor of %s".formatted(name, input, tensor.type));
    };
  }

  private static List<Axis> axes(TensorInfo tensor) {
    List<Axis> axes = new ArrayList<>();
    String[] names = tensor.getDimensionNames();
    for (long size : tensor.getShape()) {
      String dynamic = names[axes.size()];
      axes.add(
          size > 0
              ? Axis.of(size)
              : Axis.named(dynamic.isEmpty() ? "axis" + axes.size() : dynamic));
    }
    return axes;
  }

  /** The names of the outputs, in the order of the file. */
  public Set<String> outputs() {
    return session.getOutputNames();
  }

  /** What the network is called in messages. */
  String name() {
    return name;
  }

  /**
   * Loads a network with its parameters from memory. Unlike {@link OnnxExport#bytes} this has no
   * limit of 2 GiB, and parameters are not copied on the heap.
   *
   * @param name what the network is called in messages
   * @throws ModelException if the runtime refuses the network
   */
  public static OnnxSession of(
      String name, Network network, List<Parameter> parameters, ExecutionProvider asked) {
    return of(name, network, parameters, WeightFormat.FLOAT, asked);
  }

  /**
   * Loads a network with its parameters from memory.
   *
   * @param format of the weights of linear layers, to which they are rounded
   */
  public static OnnxSession of(
      String name,
      Network network,
      List<Parameter> parameters,
      WeightFormat format,
      ExecutionProvider asked) {
    OnnxMl.ModelProto bare = OnnxExport.bare(name, network, parameters, format);
    Set<String> promised = new HashSet<>();
    bare.getGraph().getInitializerList().stream()
        .filter(each -> each.getDataLocation() == OnnxMl.TensorProto.DataLocation.EXTERNAL)
        .forEach(each -> promised.add(each.getName()));
    return new OnnxSession(
        name,
        (environment, options) -> {
          Map<String, OnnxTensorLike> weights = new HashMap<>();
          try {
            for (Parameter each : parameters) {
              OnnxValues.weights(environment, each, format, promised, weights);
            }
            options.addExternalInitializers(weights);
            return environment.createSession(bare.toByteArray(), options);
          } finally {
            weights.values().forEach(OnnxTensorLike::close); // the session has copies
          }
        },
        asked);
  }

  /** Where this network runs, which may be another provider than the one asked for. */
  public ExecutionProvider provider() {
    return provider;
  }

  /** Runs the network and copies the outputs. */
  public Tensors<HostTensor> run(Tensors<HostTensor> inputs, Set<String> outputs) {
    try (OnnxOutputs kept = run(inputs, Map.of(), outputs)) {
      return kept.readAll();
    }
  }

  /** Outputs of an earlier run that are an input of the next. */
  public record Fed(OnnxOutputs from, String output) {}

  /**
   * Runs the network and keeps the outputs in the runtime's memory.
   *
   * @param inputs from the heap, by name
   * @param fed other inputs, by name; must stay open until this returns
   */
  public OnnxOutputs run(Tensors<HostTensor> inputs, Map<String, Fed> fed, Set<String> outputs) {
    Map<String, OnnxTensor> tensors = new HashMap<>();
    List<OnnxTensor> own = new ArrayList<>();
    try {
      for (String input : inputs.names()) {
        OnnxTensor tensor =
            OnnxValues.tensor(OrtEnvironment.getEnvironment(), inputs.tensor(input));
        own.add(tensor);
        tensors.put(input, tensor);
      }
      fed.forEach((input, each) -> tensors.put(input, each.from().tensor(each.output())));
      return new OnnxOutputs(session.run(tensors, outputs));
    } catch (OrtException e) {
      throw new ModelException(name + ": running the network", e);
    } finally {
      own.forEach(OnnxTensor::close);
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

package dev.freshet.models.net.onnx;

import ai.onnx.proto.OnnxMl;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.freshet.models.ModelException;
import dev.freshet.models.net.Axis;
import dev.freshet.models.net.HostTensor;
import dev.freshet.models.net.Input;
import dev.freshet.models.net.Network;
import dev.freshet.models.net.Parameter;
import dev.freshet.models.net.Tensors;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Writes a network and its parameters as ONNX: format version 8, operator set 17. */
public final class OnnxExport {
  private static final int IR_VERSION = 8;

  /** Of the names of parameters. */
  static final String PREFIX = "w/";

  private OnnxExport() {}

  /**
   * The network with its parameters inline. Parameters that no output depends on are left out.
   *
   * @param name name of the graph
   */
  public static byte[] bytes(String name, Network network, List<Parameter> parameters) {
    return model(graph(name, network, parameters)).toByteArray();
  }

  /**
   * The network without its parameters, which {@link OnnxSession} gets beside it: they are neither
   * copied nor written.
   */
  static OnnxMl.ModelProto bare(
      String name, Network network, List<Parameter> parameters, WeightFormat format) {
    Map<String, long[]> shapes = new HashMap<>();
    parameters.forEach(each -> shapes.put(PREFIX + each.name(), each.shape()));
    GraphProto.Builder graph = GraphProto.newBuilder().setName(name);
    Set<String> used = build(graph, new OnnxGraph(graph, format, shapes), network, parameters);
    for (Parameter each : parameters) {
      String weight = PREFIX + each.name();
      if (used.contains(weight)) {
        graph.addInitializer(promised(weight, TensorProto.DataType.FLOAT, each.shape()));
      }
      if (used.contains(weight + OnnxGraph.CODES)) {
        long out = each.shape()[0];
        long blocks = BlockQuantised.blocks(each.shape()[1]);
        long bytes = (long) BlockQuantised.BLOCK * BlockQuantised.bits(format) / Byte.SIZE;
        graph.addInitializer(
            promised(weight + OnnxGraph.CODES, TensorProto.DataType.UINT8, out, blocks, bytes));
        graph.addInitializer(
            promised(weight + OnnxGraph.SCALES, TensorProto.DataType.FLOAT, out * blocks));
      }
    }
    return model(graph);
  }

  /** Number of nodes of an ONNX file. */
  public static int nodes(byte[] network) {
    try {
      return OnnxMl.ModelProto.parseFrom(network).getGraph().getNodeCount();
    } catch (InvalidProtocolBufferException e) {
      throw new ModelException("reading an ONNX file", e);
    }
  }

  /**
   * Writes the network to {@code file} and its parameters to a file of the same name with {@code
   * .weights} added, beside it. For networks above the 2 GiB that one ONNX message can hold.
   */
  public static void write(Path file, String name, Network network, List<Parameter> parameters)
      throws IOException {
    GraphProto.Builder graph = graph(name, network, parameters);
    String weights = file.getFileName() + ".weights";
    long offset = 0;
    try (OutputStream out = Files.newOutputStream(file.resolveSibling(weights))) {
      for (TensorProto.Builder tensor : graph.getInitializerBuilderList()) {
        if (!tensor.getName().startsWith(PREFIX)) {
          continue; // the runtime needs the constants of shapes inline
        }
        int length = tensor.getRawData().size();
        tensor.getRawData().writeTo(out);
        tensor
            .clearRawData()
            .setDataLocation(TensorProto.DataLocation.EXTERNAL)
            .addExternalData(entry("location", weights))
            .addExternalData(entry("offset", Long.toString(offset)))
            .addExternalData(entry("length", Integer.toString(length)));
        offset += length;
      }
    }
    Files.write(file, model(graph).toByteArray());
  }

  private static StringStringEntryProto entry(String key, String value) {
    return StringStringEntryProto.newBuilder().setKey(key).setValue(value).build();
  }

  private static OnnxMl.ModelProto model(GraphProto.Builder graph) {
    return OnnxMl.ModelProto.newBuilder()
        .setIrVersion(IR_VERSION)
        .setProducerName("freshet")
        .addOpsetImport(
            OnnxMl.OperatorSetIdProto.newBuilder().setDomain("").setVersion(OnnxGraph.OPSET))
        .addOpsetImport(
            OnnxMl.OperatorSetIdProto.newBuilder().setDomain(OnnxGraph.RUNTIME).setVersion(1))
        .setGraph(graph)
        .build();
  }

  private static GraphProto.Builder graph(
      String name, Network network, List<Parameter> parameters) {
    GraphProto.Builder graph = GraphProto.newBuilder().setName(name);
    Set<String> used = build(graph, new OnnxGraph(graph), network, parameters);
    for (Parameter parameter : parameters) {
      String weight = PREFIX + parameter.name();
      if (used.contains(weight)) {
        graph.addInitializer(
            OnnxGraph.initializer(
                weight, new HostTensor.Floats(parameter.values(), parameter.shape())));
      }
    }
    return graph;
  }

  /** Adds inputs, nodes and outputs; returns the names of all values that a node reads. */
  private static Set<String> build(
      GraphProto.Builder graph, OnnxGraph ops, Network network, List<Parameter> parameters) {
    Tensors<String> inputs = new Tensors<>();
    for (Input input : network.inputs()) {
      graph.addInput(value(input));
      inputs.put(input.name(), input.name());
    }
    Tensors<String> weights = new Tensors<>();
    parameters.forEach(each -> weights.put(each.name(), PREFIX + each.name()));
    network
        .forward(ops, inputs, weights)
        .forEach(
            (output, value) -> {
              graph.addNode(
                  NodeProto.newBuilder().setOpType("Identity").addInput(value).addOutput(output));
              graph.addOutput(ValueInfoProto.newBuilder().setName(output));
            });
    Set<String> used = new HashSet<>();
    graph.getNodeList().forEach(node -> used.addAll(node.getInputList()));
    return used;
  }

  /** Its values come by the session. */
  private static TensorProto promised(String name, TensorProto.DataType type, long... shape) {
    TensorProto.Builder tensor =
        TensorProto.newBuilder()
            .setName(name)
            .setDataType(type.getNumber())
            .setDataLocation(TensorProto.DataLocation.EXTERNAL)
            .addExternalData(entry("location", "session"));
    for (long axis : shape) {
      tensor.addDims(axis);
    }
    return tensor.build();
  }

  private static ValueInfoProto value(Input input) {
    OnnxMl.TensorShapeProto.Builder axes = OnnxMl.TensorShapeProto.newBuilder();
    for (Axis axis : input.shape()) {
      var dimension = axes.addDimBuilder();
      switch (axis) {
        case Axis.Fixed fixed -> dimension.setDimValue(fixed.size());
        case Axis.Named named -> dimension.setDimParam(named.name());
      }
    }
    return ValueInfoProto.newBuilder()
        .setName(input.name())
        .setType(
            OnnxMl.TypeProto.newBuilder()
                .setTensorType(
                    OnnxMl.TypeProto.Tensor.newBuilder()
                        .setElemType(OnnxGraph.code(input.type()).getNumber())
                        .setShape(axes)))
        .build();
  }
}

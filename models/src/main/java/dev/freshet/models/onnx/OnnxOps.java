package dev.freshet.models.onnx;

import ai.onnx.proto.OnnxMl;
import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.freshet.models.ModelException;
import dev.freshet.models.net.Parameter;
import dev.freshet.models.net.Tensors;
import dev.freshet.models.tensor.Network;
import dev.freshet.models.tensor.TensorOps;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Writes operations down as the nodes of an ONNX graph; a tensor is the name of a value.
 *
 * <p>Operator set 17, format version 8: <a
 * href="https://onnx.ai/onnx/operators/">onnx.ai/onnx/operators</a>.
 */
public final class OnnxOps implements TensorOps<String> {
  private static final int OPSET = 17;
  private static final int IR_VERSION = 8;

  private final GraphProto.Builder graph;
  private int values;

  private OnnxOps(String name) {
    graph = GraphProto.newBuilder().setName(name);
  }

  /**
   * The network with these parameters as an ONNX file.
   *
   * @param name name of the graph
   */
  public static byte[] export(String name, Network network, List<Parameter> parameters) {
    OnnxOps ops = new OnnxOps(name);
    Tensors<String> inputs = new Tensors<>();
    network
        .inputs()
        .forEach(
            (input, shape) -> {
              ops.graph.addInput(value(input, shape));
              inputs.put(input, input);
            });
    Tensors<String> weights = new Tensors<>();
    for (Parameter parameter : parameters) {
      weights.put(parameter.name(), "w/" + parameter.name());
    }
    network
        .forward(ops, inputs, weights)
        .forEach(
            (output, value) -> {
              ops.graph.addNode(
                  NodeProto.newBuilder().setOpType("Identity").addInput(value).addOutput(output));
              ops.graph.addOutput(
                  ValueInfoProto.newBuilder()
                      .setName(output)
                      .setType(
                          OnnxMl.TypeProto.newBuilder()
                              .setTensorType(
                                  OnnxMl.TypeProto.Tensor.newBuilder()
                                      .setElemType(TensorProto.DataType.FLOAT.getNumber()))));
            });
    Set<String> used = new HashSet<>();
    ops.graph.getNodeList().forEach(node -> used.addAll(node.getInputList()));
    for (Parameter parameter : parameters) {
      String weight = weights.tensor(parameter.name());
      if (used.contains(weight)) { // some are of tasks that are only trained on
        ops.graph.addInitializer(floats(weight, parameter.values(), parameter.shape()));
      }
    }
    return OnnxMl.ModelProto.newBuilder()
        .setIrVersion(IR_VERSION)
        .setProducerName("freshet")
        .addOpsetImport(OnnxMl.OperatorSetIdProto.newBuilder().setDomain("").setVersion(OPSET))
        .setGraph(ops.graph)
        .build()
        .toByteArray();
  }

  /**
   * Number of nodes in the graph of an ONNX file.
   *
   * @throws ModelException if it is none
   */
  public static int nodes(byte[] network) {
    try {
      return OnnxMl.ModelProto.parseFrom(network).getGraph().getNodeCount();
    } catch (InvalidProtocolBufferException e) {
      throw new ModelException("reading an ONNX file", e);
    }
  }

  private static ValueInfoProto value(String name, long[] shape) {
    OnnxMl.TensorShapeProto.Builder axes = OnnxMl.TensorShapeProto.newBuilder();
    for (long axis : shape) {
      var dimension = OnnxMl.TensorShapeProto.Dimension.newBuilder();
      if (axis == Network.USERS) {
        dimension.setDimParam("users");
      } else if (axis == Network.CANDIDATES) {
        dimension.setDimParam("candidates");
      } else {
        dimension.setDimValue(axis);
      }
      axes.addDim(dimension);
    }
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(
            OnnxMl.TypeProto.newBuilder()
                .setTensorType(
                    OnnxMl.TypeProto.Tensor.newBuilder()
                        .setElemType(TensorProto.DataType.FLOAT.getNumber())
                        .setShape(axes)))
        .build();
  }

  private static TensorProto floats(String name, float[] values, long... shape) {
    ByteBuffer raw =
        ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    raw.asFloatBuffer().put(values);
    var tensor =
        TensorProto.newBuilder()
            .setName(name)
            .setDataType(TensorProto.DataType.FLOAT.getNumber())
            .setRawData(ByteString.copyFrom(raw));
    for (long axis : shape) {
      tensor.addDims(axis);
    }
    return tensor.build();
  }

  private String longs(long... values) {
    String name = fresh("i");
    ByteBuffer raw = ByteBuffer.allocate(values.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    raw.asLongBuffer().put(values);
    graph.addInitializer(
        TensorProto.newBuilder()
            .setName(name)
            .setDataType(TensorProto.DataType.INT64.getNumber())
            .setRawData(ByteString.copyFrom(raw))
            .addDims(values.length));
    return name;
  }

  private String fresh(String prefix) {
    return prefix + "/" + values++;
  }

  private String node(String type, List<String> inputs, AttributeProto... attributes) {
    String output = fresh("v");
    graph.addNode(
        NodeProto.newBuilder()
            .setOpType(type)
            .setName(output)
            .addAllInput(inputs)
            .addOutput(output)
            .addAllAttribute(List.of(attributes)));
    return output;
  }

  private static AttributeProto attribute(String name, long value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.INT)
        .setI(value)
        .build();
  }

  @Override
  public String constant(float[] constant, long... shape) {
    String name = fresh("c");
    graph.addInitializer(floats(name, constant, shape));
    return name;
  }

  @Override
  public String add(String a, String b) {
    return node("Add", List.of(a, b));
  }

  @Override
  public String multiply(String a, String b) {
    return node("Mul", List.of(a, b));
  }

  @Override
  public String matmul(String a, String b) {
    return node("MatMul", List.of(a, b));
  }

  @Override
  public String reshape(String a, long... shape) {
    return node("Reshape", List.of(a, longs(shape)));
  }

  @Override
  public String transpose(String a, int... axes) {
    AttributeProto.Builder permutation =
        AttributeProto.newBuilder().setName("perm").setType(AttributeProto.AttributeType.INTS);
    for (int axis : axes) {
      permutation.addInts(axis);
    }
    return node("Transpose", List.of(a), permutation.build());
  }

  @Override
  public String softmax(String a, int axis) {
    return node("Softmax", List.of(a), attribute("axis", axis));
  }

  @Override
  public String relu(String a) {
    return node("Relu", List.of(a));
  }

  @Override
  public String sigmoid(String a) {
    return node("Sigmoid", List.of(a));
  }

  @Override
  public String tanh(String a) {
    return node("Tanh", List.of(a));
  }

  @Override
  public String exp(String a) {
    return node("Exp", List.of(a));
  }

  @Override
  public String sum(String a, int axis) {
    return node("ReduceSum", List.of(a, longs(axis)), attribute("keepdims", 0));
  }

  @Override
  public String concat(List<String> parts) {
    return node("Concat", parts, attribute("axis", -1));
  }

  @Override
  public String slice(String a, int axis, long from, long to) {
    return node("Slice", List.of(a, longs(from), longs(to), longs(axis)));
  }

  @Override
  public String layerNorm(String a, String scale, String shift) {
    return node(
        "LayerNormalization",
        List.of(a, scale, shift),
        attribute("axis", -1),
        AttributeProto.newBuilder()
            .setName("epsilon")
            .setType(AttributeProto.AttributeType.FLOAT)
            .setF(EPSILON)
            .build());
  }

  @Override
  public String gru(String x, String input, String recurrent, int units) {
    String states = fresh("v"); // [l, 1, b, h]
    graph.addNode(
        NodeProto.newBuilder()
            .setOpType("GRU")
            .setName(states)
            .addInput(transpose(x, 1, 0, 2))
            .addInput(gates(input, units))
            .addInput(gates(recurrent, units))
            .addOutput(states)
            .addAttribute(attribute("linear_before_reset", 1))
            .addAttribute(attribute("hidden_size", units)));
    return transpose(node("Squeeze", List.of(states, longs(1))), 1, 0, 2);
  }

  /** [i, 3h] of r, z and n as [1, 3h, i] of z, r and n. */
  private String gates(String weights, int units) {
    String reset = slice(weights, 1, 0, units);
    String update = slice(weights, 1, units, 2L * units);
    String candidate = slice(weights, 1, 2L * units, 3L * units);
    String ordered = node("Concat", List.of(update, reset, candidate), attribute("axis", 1));
    return reshape(transpose(ordered, 1, 0), 1, 3L * units, -1);
  }
}

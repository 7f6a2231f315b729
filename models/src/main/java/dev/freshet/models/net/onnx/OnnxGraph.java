package dev.freshet.models.net.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import dev.freshet.models.net.DataType;
import dev.freshet.models.net.HostTensor;
import dev.freshet.models.net.Ops;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Writes operations down as the nodes of an ONNX graph; a tensor is the name of a value. Operator
 * set 17: <a href="https://onnx.ai/onnx/operators/">onnx.ai/onnx/operators</a>.
 */
final class OnnxGraph implements Ops<String> {
  static final int OPSET = 17;

  /** Of the runtime's own operations. */
  static final String RUNTIME = "com.microsoft";

  /** Codes of a quantised weight, added to its name. */
  static final String CODES = "/codes";

  /** Scales of a quantised weight, added to its name. */
  static final String SCALES = "/scales";

  private static final int IN_INT8 = 4;

  private final GraphProto.Builder graph;
  private final WeightFormat format;
  private final Map<String, long[]> weights;
  private int values;

  /** A graph with floats as weights. */
  OnnxGraph(GraphProto.Builder graph) {
    this(graph, WeightFormat.FLOAT, Map.of());
  }

  /**
   * @param format of the weights of linear layers
   * @param weights shapes by name of a value
   */
  OnnxGraph(GraphProto.Builder graph, WeightFormat format, Map<String, long[]> weights) {
    this.graph = graph;
    this.format = format;
    this.weights = weights;
  }

  static TensorProto.DataType code(DataType type) {
    return switch (type) {
      case FLOAT -> TensorProto.DataType.FLOAT;
      case HALF -> TensorProto.DataType.FLOAT16;
      case INT64 -> TensorProto.DataType.INT64;
      case BOOL -> TensorProto.DataType.BOOL;
    };
  }

  static TensorProto initializer(String name, HostTensor value) {
    ByteBuffer raw =
        switch (value) {
          case HostTensor.Floats floats -> {
            ByteBuffer bytes = bytes(floats.values().length * Float.BYTES);
            bytes.asFloatBuffer().put(floats.values());
            yield bytes;
          }
          case HostTensor.Halves halves -> {
            ByteBuffer bytes = bytes(halves.values().length * Short.BYTES);
            bytes.asShortBuffer().put(halves.values());
            yield bytes;
          }
          case HostTensor.Longs longs -> {
            ByteBuffer bytes = bytes(longs.values().length * Long.BYTES);
            bytes.asLongBuffer().put(longs.values());
            yield bytes;
          }
          case HostTensor.Booleans booleans -> {
            ByteBuffer bytes = bytes(booleans.values().length);
            for (boolean each : booleans.values()) {
              bytes.put((byte) (each ? 1 : 0));
            }
            yield bytes.flip();
          }
        };
    var tensor =
        TensorProto.newBuilder()
            .setName(name)
            .setDataType(code(value.type()).getNumber())
            .setRawData(ByteString.copyFrom(raw));
    for (long axis : value.shape()) {
      tensor.addDims(axis);
    }
    return tensor.build();
  }

  private static ByteBuffer bytes(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }

  private String fresh(String prefix) {
    return prefix + "/" + values++;
  }

  private String node(String type, List<String> inputs, AttributeProto... attributes) {
    String output = fresh("v");
    add(type, inputs, List.of(output), attributes);
    return output;
  }

  private void add(
      String type, List<String> inputs, List<String> outputs, AttributeProto... attributes) {
    graph.addNode(
        NodeProto.newBuilder()
            .setOpType(type)
            .setName(outputs.getFirst())
            .addAllInput(inputs)
            .addAllOutput(outputs)
            .addAllAttribute(List.of(attributes)));
  }

  private static AttributeProto attribute(String name, long value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.INT)
        .setI(value)
        .build();
  }

  private static AttributeProto attribute(String name, float value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.FLOAT)
        .setF(value)
        .build();
  }

  private static AttributeProto attribute(String name, String value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.STRING)
        .setS(ByteString.copyFromUtf8(value))
        .build();
  }

  private static AttributeProto attribute(String name, int[] values) {
    var attribute =
        AttributeProto.newBuilder().setName(name).setType(AttributeProto.AttributeType.INTS);
    Arrays.stream(values).forEach(attribute::addInts);
    return attribute.build();
  }

  private String longs(long... numbers) {
    return constant(new HostTensor.Longs(numbers, numbers.length));
  }

  @Override
  public String constant(HostTensor value) {
    String name = fresh("c");
    graph.addInitializer(initializer(name, value));
    return name;
  }

  /** ONNX names these operations as the constants, with one capital. */
  private static String type(Enum<?> operation) {
    String name = operation.name();
    return name.charAt(0) + name.substring(1).toLowerCase(Locale.ROOT);
  }

  @Override
  public String unary(Unary function, String a) {
    return node(type(function), List.of(a));
  }

  @Override
  public String binary(Binary function, String a, String b) {
    return node(type(function), List.of(a, b));
  }

  @Override
  public String matmul(String a, String b) {
    return node("MatMul", List.of(a, b));
  }

  @Override
  public String cast(String a, DataType type) {
    return node("Cast", List.of(a), attribute("to", code(type).getNumber()));
  }

  @Override
  public String where(String condition, String a, String b) {
    return node("Where", List.of(condition, a, b));
  }

  @Override
  public String gather(String a, String indices, int axis) {
    return node("Gather", List.of(a, indices), attribute("axis", axis));
  }

  @Override
  public String concat(List<String> parts, int axis) {
    return node("Concat", parts, attribute("axis", axis));
  }

  @Override
  public String slice(String a, int axis, long from, long to) {
    return node("Slice", List.of(a, longs(from), longs(to), longs(axis)));
  }

  @Override
  public Parts<String> split(String a, String like, int axis) {
    AttributeProto start = attribute("start", axis);
    String length =
        axis == -1
            ? node("Shape", List.of(like), start)
            : node("Shape", List.of(like), start, attribute("end", axis + 1));
    return new Parts<>(
        node("Slice", List.of(a, longs(0), length, longs(axis))),
        node("Slice", List.of(a, length, longs(Long.MAX_VALUE), longs(axis))));
  }

  /** With quantised weights an operation of the runtime, which multiplies in 8 bits. */
  @Override
  public String linear(String x, String weight) {
    long[] shape = weights.get(weight);
    if (format == WeightFormat.FLOAT || shape == null) {
      return Ops.super.linear(x, weight);
    }
    String output = fresh("v");
    graph.addNode(
        NodeProto.newBuilder()
            .setDomain(RUNTIME)
            .setOpType("MatMulNBits")
            .setName(output)
            .addInput(x)
            .addInput(weight + CODES)
            .addInput(weight + SCALES)
            .addOutput(output)
            .addAttribute(attribute("N", shape[0]))
            .addAttribute(attribute("K", shape[1]))
            .addAttribute(attribute("bits", BlockQuantised.bits(format)))
            .addAttribute(attribute("block_size", BlockQuantised.BLOCK))
            .addAttribute(attribute("accuracy_level", IN_INT8)));
    return output;
  }

  /** One node of the runtime instead of seven. */
  @Override
  public String rmsNorm(String a, String scale, float epsilon) {
    return node(
        "SimplifiedLayerNormalization",
        List.of(a, scale),
        attribute("axis", -1),
        attribute("epsilon", epsilon));
  }

  @Override
  public String reshape(String a, long... shape) {
    return node("Reshape", List.of(a, longs(shape)));
  }

  @Override
  public String transpose(String a, int... axes) {
    return node("Transpose", List.of(a), attribute("perm", axes));
  }

  @Override
  public String broadcast(String a, String like) {
    return node("Expand", List.of(a, node("Shape", List.of(like))));
  }

  @Override
  public String reduce(Reduction reduction, String a, boolean keep, int... axes) {
    AttributeProto kept = attribute("keepdims", keep ? 1 : 0);
    if (reduction == Reduction.SUM) { // its axes are an input, unlike the others'
      long[] wide = Arrays.stream(axes).asLongStream().toArray();
      return node("ReduceSum", List.of(a, longs(wide)), kept);
    }
    return node("Reduce" + type(reduction), List.of(a), attribute("axes", axes), kept);
  }

  @Override
  public String softmax(String a, int axis) {
    return node("Softmax", List.of(a), attribute("axis", axis));
  }

  @Override
  public String layerNorm(String a, String scale, String shift, float epsilon) {
    return node(
        "LayerNormalization",
        List.of(a, scale, shift),
        attribute("axis", -1),
        attribute("epsilon", epsilon));
  }

  @Override
  public TopK<String> topK(String a, int k, int axis) {
    TopK<String> found = new TopK<>(fresh("v"), fresh("v"));
    add(
        "TopK",
        List.of(a, longs(k)),
        List.of(found.values(), found.indices()),
        attribute("axis", axis));
    return found;
  }

  @Override
  public String argMin(String a, int axis) {
    return node("ArgMin", List.of(a), attribute("axis", axis), attribute("keepdims", 0));
  }

  @Override
  public String conv2d(String a, String weight, String bias, Convolution how) {
    return node(
        "Conv",
        List.of(a, weight, bias),
        attribute("strides", new int[] {how.stride(), how.stride()}),
        attribute("pads", edges(how.padding())),
        attribute("dilations", new int[] {how.dilation(), how.dilation()}),
        attribute("group", how.groups()));
  }

  @Override
  public String transposedConv2d(String a, String weight, int kernel, int stride) {
    return node(
        "ConvTranspose",
        List.of(a, weight),
        attribute("kernel_shape", new int[] {kernel, kernel}),
        attribute("strides", new int[] {stride, stride}));
  }

  @Override
  public String maxPool(String a, int kernel, int stride, int padding) {
    return node(
        "MaxPool",
        List.of(a),
        attribute("kernel_shape", new int[] {kernel, kernel}),
        attribute("strides", new int[] {stride, stride}),
        attribute("pads", edges(padding)));
  }

  @Override
  public String averagePool(String a, int kernel, int stride, int padding) {
    return node(
        "AveragePool",
        List.of(a),
        attribute("kernel_shape", new int[] {kernel, kernel}),
        attribute("strides", new int[] {stride, stride}),
        attribute("pads", edges(padding)),
        attribute("count_include_pad", 1));
  }

  private static int[] edges(int padding) {
    return new int[] {padding, padding, padding, padding};
  }

  @Override
  public String resize(String a, int scale, boolean bilinear) {
    String scales = constant(new HostTensor.Floats(new float[] {1, 1, scale, scale}, 4));
    return bilinear
        ? node("Resize", List.of(a, "", scales), attribute("mode", "linear"))
        : node(
            "Resize",
            List.of(a, "", scales),
            attribute("mode", "nearest"),
            attribute("coordinate_transformation_mode", "asymmetric"),
            attribute("nearest_mode", "floor"));
  }

  @Override
  public String pad(String a, int[] before, int[] after, float value) {
    long[] edges = new long[before.length + after.length];
    for (int i = 0; i < before.length; i++) {
      edges[i] = before[i];
      edges[before.length + i] = after[i];
    }
    HostTensor filling = new HostTensor.Floats(new float[] {value});
    return node("Pad", List.of(a, longs(edges), constant(filling)));
  }

  @Override
  public String gru(String x, String input, String recurrent, int units) {
    String states =
        node(
            "GRU",
            List.of(transpose(x, 1, 0, 2), gates(input, units), gates(recurrent, units)),
            attribute("linear_before_reset", 1),
            attribute("hidden_size", units)); // [l, 1, b, h]
    return transpose(node("Squeeze", List.of(states, longs(1))), 1, 0, 2);
  }

  /** [i, 3h] of r, z and n as [1, 3h, i] of z, r and n. */
  private String gates(String weights, int units) {
    String reset = slice(weights, 1, 0, units);
    String update = slice(weights, 1, units, 2L * units);
    String candidate = slice(weights, 1, 2L * units, 3L * units);
    String ordered = concat(List.of(update, reset, candidate), 1);
    return reshape(transpose(ordered, 1, 0), 1, 3L * units, -1);
  }
}

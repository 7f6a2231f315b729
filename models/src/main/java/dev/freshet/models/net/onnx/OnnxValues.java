package dev.freshet.models.net.onnx;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxTensorLike;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import dev.freshet.models.ModelException;
import dev.freshet.models.net.HostTensor;
import dev.freshet.models.net.Parameter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.ShortBuffer;
import java.util.Map;
import java.util.Set;

/** Between tensors of the heap and those of the runtime. */
final class OnnxValues {

  private OnnxValues() {}

  static OnnxTensor tensor(OrtEnvironment environment, HostTensor value) throws OrtException {
    return switch (value) {
      case HostTensor.Floats floats ->
          OnnxTensor.createTensor(environment, FloatBuffer.wrap(floats.values()), floats.shape());
      case HostTensor.Longs longs ->
          OnnxTensor.createTensor(environment, LongBuffer.wrap(longs.values()), longs.shape());
      case HostTensor.Halves halves ->
          OnnxTensor.createTensor(
              environment, ShortBuffer.wrap(halves.values()), halves.shape(), OnnxJavaType.FLOAT16);
      case HostTensor.Booleans booleans -> {
        ByteBuffer bytes =
            ByteBuffer.allocateDirect(booleans.values().length).order(ByteOrder.nativeOrder());
        for (boolean each : booleans.values()) {
          bytes.put((byte) (each ? 1 : 0));
        }
        yield OnnxTensor.createTensor(
            environment, bytes.flip(), booleans.shape(), OnnxJavaType.BOOL);
      }
    };
  }

  /** Adds the tensors that a network was promised of a parameter. */
  static void weights(
      OrtEnvironment environment,
      Parameter parameter,
      WeightFormat format,
      Set<String> promised,
      Map<String, OnnxTensorLike> weights)
      throws OrtException {
    String name = OnnxExport.PREFIX + parameter.name();
    if (promised.contains(name)) {
      weights.put(
          name, tensor(environment, new HostTensor.Floats(parameter.values(), parameter.shape())));
    }
    if (promised.contains(name + OnnxGraph.CODES)) {
      BlockQuantised blocks = BlockQuantised.of(parameter, format);
      weights.put(
          name + OnnxGraph.CODES,
          OnnxTensor.createTensor(
              environment,
              ByteBuffer.wrap(blocks.codes()),
              blocks.codesShape(),
              OnnxJavaType.UINT8));
      weights.put(
          name + OnnxGraph.SCALES,
          tensor(environment, new HostTensor.Floats(blocks.scales(), blocks.scales().length)));
    }
  }

  static HostTensor host(String name, OnnxTensor tensor) {
    long[] shape = tensor.getInfo().getShape();
    return switch (tensor.getInfo().type) {
      case FLOAT -> {
        FloatBuffer buffer = tensor.getFloatBuffer();
        float[] values = new float[buffer.remaining()];
        buffer.get(values);
        yield new HostTensor.Floats(values, shape);
      }
      case INT64 -> {
        LongBuffer buffer = tensor.getLongBuffer();
        long[] values = new long[buffer.remaining()];
        buffer.get(values);
        yield new HostTensor.Longs(values, shape);
      }
      case FLOAT16 -> {
        ShortBuffer buffer = tensor.getByteBuffer().asShortBuffer();
        short[] values = new short[buffer.remaining()];
        buffer.get(values);
        yield new HostTensor.Halves(values, shape);
      }
      case BOOL -> {
        ByteBuffer buffer = tensor.getByteBuffer();
        boolean[] values = new boolean[buffer.remaining()];
        for (int i = 0; i < values.length; i++) {
          values[i] = buffer.get(i) != 0;
        }
        yield new HostTensor.Booleans(values, shape);
      }
      default ->
          throw new ModelException("%s is a tensor of %s".formatted(name, tensor.getInfo().type));
    };
  }
}

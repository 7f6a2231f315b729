package dev.freshet.models.net.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.norm.LayerNorm;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import dev.freshet.models.net.DataType;
import dev.freshet.models.net.HostTensor;
import dev.freshet.models.net.TrainingOps;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Computes at once, with DJL, so that gradients can be taken. For one step of one thread. */
final class TorchOps implements TrainingOps<NDArray> {
  /** DJL takes the place of its {@code Image.Interpolation}. */
  private static final int BILINEAR = 1;

  private final NDManager manager;
  private final SplittableRandom random;

  /**
   * @param manager owner of the constants
   * @param seed of what {@link #dropout} drops
   */
  TorchOps(NDManager manager, long seed) {
    this.manager = manager;
    random = new SplittableRandom(seed);
  }

  @Override
  public NDArray constant(HostTensor value) {
    return array(manager, value);
  }

  static NDArray array(NDManager manager, HostTensor value) {
    Shape shape = new Shape(value.shape());
    return switch (value) {
      case HostTensor.Floats floats -> manager.create(floats.values(), shape);
      case HostTensor.Longs longs -> manager.create(longs.values(), shape);
      case HostTensor.Booleans booleans -> manager.create(booleans.values(), shape);
      case HostTensor.Halves halves -> {
        float[] wide = new float[halves.values().length];
        for (int i = 0; i < wide.length; i++) {
          wide[i] = Float.float16ToFloat(halves.values()[i]);
        }
        yield manager.create(wide, shape).toType(ai.djl.ndarray.types.DataType.FLOAT16, false);
      }
    };
  }

  static HostTensor host(NDArray array) {
    long[] shape = array.getShape().getShape();
    return switch (array.getDataType()) {
      case FLOAT32 -> new HostTensor.Floats(array.toFloatArray(), shape);
      case INT64 -> new HostTensor.Longs(array.toLongArray(), shape);
      case BOOLEAN -> new HostTensor.Booleans(array.toBooleanArray(), shape);
      case FLOAT16 -> {
        float[] wide = array.toType(ai.djl.ndarray.types.DataType.FLOAT32, false).toFloatArray();
        short[] halves = new short[wide.length];
        for (int i = 0; i < wide.length; i++) {
          halves[i] = Float.floatToFloat16(wide[i]);
        }
        yield new HostTensor.Halves(halves, shape);
      }
      default -> throw new IllegalStateException("a tensor of " + array.getDataType());
    };
  }

  @Override
  public NDArray unary(Unary function, NDArray a) {
    return switch (function) {
      case SQRT -> a.sqrt();
      case EXP -> a.exp();
      case LOG -> a.log();
      case SIGMOID -> Activation.sigmoid(a);
      case TANH -> a.tanh();
      case RELU -> Activation.relu(a);
      case ERF -> JniUtils.erf((PtNDArray) a);
      case ABS -> a.abs();
      case SIN -> a.sin();
      case COS -> a.cos();
    };
  }

  @Override
  public NDArray binary(Binary function, NDArray a, NDArray b) {
    return switch (function) {
      case ADD -> a.add(b);
      case SUB -> a.sub(b);
      case MUL -> a.mul(b);
      case DIV -> a.div(b);
      case LESS -> a.lt(b);
      case GREATER -> a.gt(b);
      case EQUAL -> a.eq(b);
    };
  }

  @Override
  public NDArray matmul(NDArray a, NDArray b) {
    return a.matMul(b);
  }

  @Override
  public NDArray cast(NDArray a, DataType type) {
    return a.toType(
        switch (type) {
          case FLOAT -> ai.djl.ndarray.types.DataType.FLOAT32;
          case HALF -> ai.djl.ndarray.types.DataType.FLOAT16;
          case INT64 -> ai.djl.ndarray.types.DataType.INT64;
          case BOOL -> ai.djl.ndarray.types.DataType.BOOLEAN;
        },
        false);
  }

  @Override
  public NDArray where(NDArray condition, NDArray a, NDArray b) {
    return JniUtils.where((PtNDArray) condition, (PtNDArray) a, (PtNDArray) b);
  }

  @Override
  public NDArray gather(NDArray a, NDArray indices, int axis) {
    int from = axis(a, axis);
    NDIndex index = new NDIndex();
    for (int i = 0; i < from; i++) {
      index.addAllDim();
    }
    return a.get(manager, index.addIndices("{}", indices));
  }

  @Override
  public NDArray concat(List<NDArray> parts, int axis) {
    return NDArrays.concat(new NDList(parts), axis);
  }

  @Override
  public NDArray slice(NDArray a, int axis, long from, long to) {
    // not by an index, whose whole axes take a gradient each
    return JniUtils.slice((PtNDArray) a, axis(a, axis), from, to, 1);
  }

  @Override
  public Parts<NDArray> split(NDArray a, NDArray like, int axis) {
    int cut = axis(a, axis);
    long length = like.size(axis(like, axis));
    return new Parts<>(slice(a, cut, 0, length), slice(a, cut, length, a.size(cut)));
  }

  @Override
  public NDArray reshape(NDArray a, long... shape) {
    long[] resolved = shape.clone();
    for (int i = 0; i < resolved.length; i++) {
      if (resolved[i] == 0) {
        resolved[i] = a.size(i);
      }
    }
    return a.reshape(resolved);
  }

  @Override
  public NDArray transpose(NDArray a, int... axes) {
    return a.transpose(axes);
  }

  @Override
  public NDArray broadcast(NDArray a, NDArray like) {
    long[] own = a.getShape().getShape();
    long[] other = like.getShape().getShape();
    long[] common = new long[Math.max(own.length, other.length)];
    for (int i = 1; i <= common.length; i++) {
      long x = i <= own.length ? own[own.length - i] : 1;
      long y = i <= other.length ? other[other.length - i] : 1;
      common[common.length - i] = x == 1 ? y : x;
    }
    return a.broadcast(new Shape(common));
  }

  @Override
  public NDArray reduce(Reduction reduction, NDArray a, boolean keep, int... axes) {
    if (reduction == Reduction.SUM) {
      return a.sum(axes, keep);
    }
    if (axes.length == 1) {
      return reduce(reduction, a, axes, keep);
    }
    NDArray reduced = a; // the engine takes one axis at a time
    for (int axis : axes) {
      reduced = reduce(reduction, reduced, new int[] {axis}, true);
    }
    return keep ? reduced : reduced.squeeze(Arrays.stream(axes).map(x -> axis(a, x)).toArray());
  }

  private static NDArray reduce(Reduction reduction, NDArray a, int[] axis, boolean keep) {
    return switch (reduction) {
      case SUM -> a.sum(axis, keep);
      case MEAN -> a.mean(axis, keep);
      case MAX -> a.max(axis, keep);
      case MIN -> a.min(axis, keep);
    };
  }

  @Override
  public NDArray softmax(NDArray a, int axis) {
    return a.softmax(axis);
  }

  @Override
  public NDArray layerNorm(NDArray a, NDArray scale, NDArray shift, float epsilon) {
    long last = a.size(a.getShape().dimension() - 1);
    return LayerNorm.layerNorm(a, new Shape(last), scale, shift, epsilon).singletonOrThrow();
  }

  @Override
  public NDArray gelu(NDArray a) {
    return Activation.gelu(a);
  }

  @Override
  public TopK<NDArray> topK(NDArray a, int k, int axis) {
    NDList found = a.topK(k, axis, true, true);
    return new TopK<>(found.get(0), found.get(1));
  }

  @Override
  public NDArray argMin(NDArray a, int axis) {
    return a.argMin(axis);
  }

  @Override
  public NDArray conv2d(NDArray a, NDArray weight, NDArray bias, Convolution how) {
    return JniUtils.convolution(
        (PtNDArray) a,
        (PtNDArray) weight,
        (PtNDArray) bias,
        square(how.stride()),
        square(how.padding()),
        square(how.dilation()),
        how.groups());
  }

  /**
   * The engine has none: zeros between the elements, then a convolution with the kernel turned
   * round.
   */
  @Override
  public NDArray transposedConv2d(NDArray a, NDArray weight, int kernel, int stride) {
    long height = a.size(2);
    long width = a.size(3);
    NDArray apart =
        pad(a.reshape(a.size(0), a.size(1), height, 1, width, 1), 0, stride - 1, 3, 5)
            .reshape(a.size(0), a.size(1), height * stride, width * stride);
    NDArray padded =
        pad(
            apart,
            new int[] {0, 0, kernel - 1, kernel - 1},
            new int[] {0, 0, kernel - stride, kernel - stride},
            0);
    NDArray turned = weight.flip(2, 3).transpose(1, 0, 2, 3);
    NDArray bias = manager.zeros(new Shape(weight.size(1)));
    return conv2d(padded, turned, bias, new Convolution(1, 0, 1, 1));
  }

  private NDArray pad(NDArray a, int before, int after, int... axes) {
    int[] first = new int[a.getShape().dimension()];
    int[] last = first.clone();
    for (int axis : axes) {
      first[axis] = before;
      last[axis] = after;
    }
    return pad(a, first, last, 0);
  }

  @Override
  public NDArray maxPool(NDArray a, int kernel, int stride, int padding) {
    return JniUtils.maxPool(
        (PtNDArray) a, square(kernel), square(stride), square(padding), /* ceilMode= */ false);
  }

  @Override
  public NDArray averagePool(NDArray a, int kernel, int stride, int padding) {
    return JniUtils.avgPool(
        (PtNDArray) a,
        square(kernel),
        square(stride),
        square(padding),
        /* ceilMode= */ false,
        /* countIncludePad= */ true);
  }

  @Override
  public NDArray resize(NDArray a, int scale, boolean bilinear) {
    long height = a.size(2);
    long width = a.size(3);
    if (bilinear) {
      return a.getNDArrayInternal()
          .interpolation(
              new long[] {height * scale, width * scale}, BILINEAR, /* alignCorners= */ false);
    }
    return a.reshape(a.size(0), a.size(1), height, 1, width, 1)
        .broadcast(new Shape(a.size(0), a.size(1), height, scale, width, scale))
        .reshape(a.size(0), a.size(1), height * scale, width * scale);
  }

  @Override
  public NDArray pad(NDArray a, int[] before, int[] after, float value) {
    long[] lastAxisFirst = new long[2 * before.length];
    for (int i = 0; i < before.length; i++) {
      lastAxisFirst[2 * i] = before[before.length - 1 - i];
      lastAxisFirst[2 * i + 1] = after[before.length - 1 - i];
    }
    return JniUtils.pad((PtNDArray) a, lastAxisFirst, value);
  }

  @Override
  public NDArray gru(NDArray x, NDArray input, NDArray recurrent, int units) {
    NDArray start = manager.zeros(new Shape(1, x.size(0), units));
    return x.getNDArrayInternal()
        .gru(
            x,
            start,
            new NDList(input.transpose(), recurrent.transpose()),
            /* hasBiases= */ false,
            /* numLayers= */ 1,
            /* dropRate= */ 0,
            /* training= */ true,
            /* bidirectional= */ false,
            /* batchFirst= */ true)
        .get(0);
  }

  @Override
  public NDArray logSoftmax(NDArray a, int axis) {
    return a.logSoftmax(axis);
  }

  @Override
  public NDArray crossEntropy(NDArray logits, NDArray classes) {
    return logits.logSoftmax(-1).gather(classes.reshape(-1, 1), 1).neg().reshape(-1);
  }

  @Override
  public NDArray binaryCrossEntropy(NDArray logits, NDArray labels) {
    return JniUtils.softPlus((PtNDArray) logits).sub(logits.mul(labels));
  }

  @Override
  public NDArray dropout(NDArray a, float rate) {
    if (!(rate >= 0 && rate < 1)) {
      throw new IllegalArgumentException("rate must be in [0, 1): " + rate);
    }
    float[] kept = new float[Math.toIntExact(a.size())];
    for (int i = 0; i < kept.length; i++) {
      kept[i] = random.nextDouble() < rate ? 0 : 1 / (1 - rate);
    }
    return a.mul(manager.create(kept, a.getShape()));
  }

  @Override
  public NDArray stopGradient(NDArray a) {
    return a.stopGradient();
  }

  private static int axis(NDArray a, int axis) {
    return axis < 0 ? axis + a.getShape().dimension() : axis;
  }

  private static Shape square(int size) {
    return new Shape(size, size);
  }
}

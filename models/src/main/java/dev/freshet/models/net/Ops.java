package dev.freshet.models.net;

import java.util.List;

/**
 * The operations that every back end has. Axes count from 0, or from the end where negative.
 * Elementwise operations broadcast as NumPy does.
 *
 * @param <T> a tensor
 */
public interface Ops<T> {

  /** A function of each element of a tensor of floats. */
  enum Unary {
    SQRT,
    EXP,
    LOG,
    SIGMOID,
    TANH,
    RELU,
    ERF,
    ABS,
    SIN,
    COS
  }

  /** A function of the elements of two tensors; the last three give truth values. */
  enum Binary {
    ADD,
    SUB,
    MUL,
    DIV,
    LESS,
    GREATER,
    EQUAL
  }

  /** What a group of elements is reduced to. */
  enum Reduction {
    SUM,
    MEAN,
    MAX,
    MIN
  }

  /** The two parts of a tensor along an axis. */
  record Parts<T>(T first, T rest) {}

  /** The greatest values of an axis in descending order, and their places as {@code INT64}. */
  record TopK<T>(T values, T indices) {}

  /**
   * How a convolution moves over height and width, alike in both.
   *
   * @param stride at least 1
   * @param padding zeros at each edge; not negative
   * @param dilation at least 1
   * @param groups the channels are split into so many independent parts; at least 1
   */
  record Convolution(int stride, int padding, int dilation, int groups) {
    /** Of stride 1, with the size of the input for an odd {@code kernel}. */
    public static Convolution same(int kernel) {
      return new Convolution(1, kernel / 2, 1, 1);
    }
  }

  /** A tensor that is the same in each call. */
  T constant(HostTensor value);

  /** Applies {@code function} to each element. */
  T unary(Unary function, T a);

  /** Applies {@code function} to each pair of elements. */
  T binary(Binary function, T a, T b);

  /** Matrix product of the last two axes; the axes before them broadcast. */
  T matmul(T a, T b);

  /** The same values as another type. */
  T cast(T a, DataType type);

  /** {@code a} where {@code condition} holds, else {@code b}. */
  T where(T condition, T a, T b);

  /** The slices of {@code a} along {@code axis} at {@code indices} ({@code INT64}, any shape). */
  T gather(T a, T indices, int axis);

  /** The parts one after the other along {@code axis}. */
  T concat(List<T> parts, int axis);

  /** The elements {@code [from, to)} of {@code axis}; negative bounds count from its end. */
  T slice(T a, int axis, long from, long to);

  /** Cuts {@code axis}; the first part is as long as {@code like} is there. */
  Parts<T> split(T a, T like, int axis);

  /** In this shape; 0 keeps the axis of the same place, one -1 takes what is left. */
  T reshape(T a, long... shape);

  /** Axis {@code i} of the result is axis {@code axes[i]} of {@code a}. */
  T transpose(T a, int... axes);

  /** {@code a} broadcast against the shape of {@code like}. */
  T broadcast(T a, T like);

  /** Reduces the axes; with {@code keep} they stay with size 1. */
  T reduce(Reduction reduction, T a, boolean keep, int... axes);

  /** Softmax along {@code axis}. */
  T softmax(T a, int axis);

  /** Normalises the last axis to mean 0 and variance 1, then scales and shifts it. */
  T layerNorm(T a, T scale, T shift, float epsilon);

  /** The {@code k} greatest of {@code axis}. */
  TopK<T> topK(T a, int k, int axis);

  /** Places of the smallest elements of {@code axis}, as {@code INT64}; the axis goes. */
  T argMin(T a, int axis);

  /**
   * Convolution.
   *
   * @param a [batch, in, height, width]
   * @param weight [out, in / groups, kernel, kernel]
   * @param bias [out]
   */
  T conv2d(T a, T weight, T bias, Convolution how);

  /**
   * Transposed convolution without padding; size {@code n} becomes {@code (n - 1) * stride +
   * kernel}.
   *
   * @param weight [in, out, kernel, kernel]; {@code kernel} is at least {@code stride}
   */
  T transposedConv2d(T a, T weight, int kernel, int stride);

  /** Greatest element of each square window of height and width. */
  T maxPool(T a, int kernel, int stride, int padding);

  /** Mean of each square window of height and width; the zeros of the padding count. */
  T averagePool(T a, int kernel, int stride, int padding);

  /** Height and width {@code scale} times as large, by the nearest element or bilinear. */
  T resize(T a, int scale, boolean bilinear);

  /** So many elements of {@code value} before and after each axis. */
  T pad(T a, int[] before, int[] after, float value);

  /**
   * Gated recurrent units without biases, from the state 0: {@code r = σ(xWᵣ + hUᵣ); z = σ(xW_z +
   * hU_z); n = tanh(xWₙ + r∘(hUₙ)); h' = (1 - z)∘n + z∘h}.
   *
   * <p>Cho et al., EMNLP 2014; the reset gate after the product, as cuDNN and PyTorch have it.
   *
   * @param x [b, l, i]
   * @param input [i, 3h]: {@code W} of r, z and n
   * @param recurrent [h, 3h]: {@code U} of r, z and n
   * @param units {@code h}
   * @return [b, l, h]: the state after each position
   */
  T gru(T x, T input, T recurrent, int units);

  /** One number, of shape [1]. */
  default T scalar(float value) {
    return constant(new HostTensor.Floats(new float[] {value}, 1));
  }

  default T add(T a, T b) {
    return binary(Binary.ADD, a, b);
  }

  default T sub(T a, T b) {
    return binary(Binary.SUB, a, b);
  }

  default T mul(T a, T b) {
    return binary(Binary.MUL, a, b);
  }

  default T div(T a, T b) {
    return binary(Binary.DIV, a, b);
  }

  /** {@code xWᵀ} of [.., in] and a weight [out, in]. */
  default T linear(T x, T weight) {
    return matmul(x, transpose(weight, 1, 0));
  }

  default T relu(T a) {
    return unary(Unary.RELU, a);
  }

  /** {@code a} where it is positive, else {@code slope · a}. */
  default T leakyRelu(T a, float slope) {
    return add(mul(a, scalar(slope)), mul(relu(a), scalar(1 - slope)));
  }

  default T sigmoid(T a) {
    return unary(Unary.SIGMOID, a);
  }

  /** {@code 1 / √a}. */
  default T rsqrt(T a) {
    return div(scalar(1), unary(Unary.SQRT, a));
  }

  /** {@code a Φ(a)}, with the error function; Hendrycks and Gimpel, arXiv 1606.08415. */
  default T gelu(T a) {
    T twice = add(unary(Unary.ERF, mul(a, scalar((float) Math.sqrt(0.5)))), scalar(1));
    return mul(mul(a, scalar(0.5f)), twice);
  }

  /** {@code a σ(a)}. */
  default T silu(T a) {
    return mul(a, sigmoid(a));
  }

  /** {@code a / √(mean(a²) + ε) ∘ scale} over the last axis; Zhang and Sennrich, NeurIPS 2019. */
  default T rmsNorm(T a, T scale, float epsilon) {
    T square = reduce(Reduction.MEAN, mul(a, a), true, -1);
    return mul(mul(a, rsqrt(add(square, scalar(epsilon)))), scale);
  }

  /**
   * Batch normalisation of [batch, channels, height, width] with running statistics.
   *
   * @param mean [1, channels, 1, 1], as all that follow
   */
  default T batchNorm(T a, T mean, T variance, T scale, T shift, float epsilon) {
    T normal = mul(sub(a, mean), rsqrt(add(variance, scalar(epsilon))));
    return add(mul(normal, scale), shift);
  }
}

package dev.freshet.models.tensor;

import java.util.List;

/**
 * The operations that a network is written in. All are as in NumPy: shapes broadcast, the axis -1
 * is the last one.
 *
 * @param <T> a tensor of the back end
 */
public interface TensorOps<T> {

  /** A tensor of fixed values, row by row. */
  T constant(float[] values, long... shape);

  T add(T a, T b);

  T multiply(T a, T b);

  /** Matrix product of the last two axes; the axes before them broadcast. */
  T matmul(T a, T b);

  /**
   * The same values in another shape.
   *
   * @param shape 0 keeps the axis of that place, one -1 takes what is left
   */
  T reshape(T a, long... shape);

  /** The same values with the axes in the order of {@code axes}. */
  T transpose(T a, int... axes);

  /** Softmax over one axis; the last one is much slower where it is short. */
  T softmax(T a, int axis);

  T relu(T a);

  T sigmoid(T a);

  T tanh(T a);

  T exp(T a);

  /** Sum over one axis, which disappears. */
  T sum(T a, int axis);

  /** Joined along the last axis; the other axes are equal. */
  T concat(List<T> parts);

  /** The part {@code [from, to)} of an axis. */
  T slice(T a, int axis, long from, long to);

  /**
   * Normalised over the last axis to mean 0 and variance 1, then scaled and shifted.
   *
   * <p>Ba, Kiros and Hinton, "Layer Normalization", 2016; epsilon is {@link #EPSILON}.
   *
   * @param scale [size of the last axis]
   * @param shift [size of the last axis]
   */
  T layerNorm(T a, T scale, T shift);

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

  /** Keeps the variance of {@link #layerNorm} away from 0. */
  float EPSILON = 1e-5f;
}

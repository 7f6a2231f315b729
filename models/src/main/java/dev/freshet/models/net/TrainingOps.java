package dev.freshet.models.net;

/**
 * The operations of a loss, which only the training back end has.
 *
 * @param <T> a tensor
 */
public interface TrainingOps<T> extends Ops<T> {

  /** Logarithm of the softmax along {@code axis}. */
  T logSoftmax(T a, int axis);

  /**
   * Cross-entropy of each row.
   *
   * @param logits [n, classes]
   * @param classes [n], {@code INT64}
   * @return [n]
   */
  T crossEntropy(T logits, T classes);

  /**
   * Binary cross-entropy of each element with logits {@code x} and labels {@code y} in [0, 1]:
   * {@code log(1 + eˣ) - xy}.
   */
  T binaryCrossEntropy(T logits, T labels);

  /**
   * Sets elements to 0 with probability {@code rate} and scales the others by {@code 1 / (1 -
   * rate)}. What is dropped follows from the step's seed and number.
   */
  T dropout(T a, float rate);

  /** {@code a}, through which no gradient flows. */
  T stopGradient(T a);
}

package dev.freshet.models.net;

/** What a training step minimises. A reference to a generic method fits. */
@FunctionalInterface
public interface Loss {

  /** Name of the loss among the values of {@link #compute}. */
  String LOSS = "loss";

  /** Name of the logits among the values of {@link #compute}, where the loss is of logits. */
  String LOGITS = "logits";

  /**
   * Computes the loss.
   *
   * @return a single number by the name {@link #LOSS}, and any other tensors that the caller of the
   *     step wants to see
   */
  <T> Tensors<T> compute(TrainingOps<T> ops, Tensors<T> inputs, Tensors<T> parameters);
}

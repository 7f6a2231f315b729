package dev.freshet.models.net;

import java.util.List;

/** A network, written once: trained by one back end and served by the other. */
public interface Network {

  /** The parameters at their initial values, in a fixed order. */
  List<Parameter> initialise(long seed);

  /** The inputs, in a fixed order. */
  List<Input> inputs();

  /**
   * Computes the outputs by name.
   *
   * @param inputs a tensor for each of {@link #inputs()}
   * @param parameters a tensor for each parameter, by name
   */
  <T> Tensors<T> forward(Ops<T> ops, Tensors<T> inputs, Tensors<T> parameters);
}

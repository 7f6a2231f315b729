package dev.freshet.models.tensor;

import dev.freshet.models.net.Parameter;
import dev.freshet.models.net.Tensors;
import java.util.List;
import java.util.Map;

/**
 * A network, written once against {@link TensorOps}.
 *
 * <p>{@code u} is the number of users and {@code n} the number of candidates of one call: in
 * training both are the examples of a batch, in serving {@code u} is 1 and broadcasts.
 */
public interface Network {

  /** The parameters at their initial values, in a fixed order. */
  List<Parameter> initialise(long seed);

  /** The inputs by name: each shape, with {@link #USERS} or {@link #CANDIDATES} as first axis. */
  Map<String, long[]> inputs();

  /**
   * Computes the outputs by name.
   *
   * @param inputs a tensor for each of {@link #inputs()}
   * @param parameters a tensor for each parameter, by name
   */
  <T> Tensors<T> forward(TensorOps<T> ops, Tensors<T> inputs, Tensors<T> parameters);

  /** Stands for the number of users in a shape. */
  long USERS = -1;

  /** Stands for the number of candidates in a shape. */
  long CANDIDATES = -2;
}

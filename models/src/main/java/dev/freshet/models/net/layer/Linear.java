package dev.freshet.models.net.layer;

import dev.freshet.models.net.Initialiser;
import dev.freshet.models.net.Ops;
import dev.freshet.models.net.Parameter;
import dev.freshet.models.net.Tensors;
import java.util.List;

/**
 * {@code xW + b} over the last axis.
 *
 * @param name prefix of its parameters
 */
public record Linear(String name, int in, int out) {

  /** Glorot weights, biases of 0. */
  public List<Parameter> initialise(Initialiser init) {
    return List.of(init.glorot(name + "/weight", in, out), init.constant(name + "/bias", 0, out));
  }

  /** [.., in] to [.., out]. */
  public <T> T forward(Ops<T> ops, T x, Tensors<T> parameters) {
    return ops.add(
        ops.matmul(x, parameters.tensor(name + "/weight")), parameters.tensor(name + "/bias"));
  }
}

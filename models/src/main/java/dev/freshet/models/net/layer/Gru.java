package dev.freshet.models.net.layer;

import dev.freshet.models.net.Initialiser;
import dev.freshet.models.net.Ops;
import dev.freshet.models.net.Parameter;
import dev.freshet.models.net.Tensors;
import java.util.List;

/**
 * Gated recurrent units without biases, see {@link Ops#gru}.
 *
 * @param name prefix of its parameters
 */
public record Gru(String name, int in, int units) {

  /** Uniform in ±1/√units. */
  public List<Parameter> initialise(Initialiser init) {
    float bound = (float) (1 / Math.sqrt(units));
    return List.of(
        init.uniform(name + "/input", bound, in, 3 * units),
        init.uniform(name + "/recurrent", bound, units, 3 * units));
  }

  /** [batch, positions, in] to the state after each position [batch, positions, units]. */
  public <T> T forward(Ops<T> ops, T x, Tensors<T> parameters) {
    return ops.gru(
        x, parameters.tensor(name + "/input"), parameters.tensor(name + "/recurrent"), units);
  }
}

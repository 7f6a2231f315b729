package dev.freshet.models.net.layer;

import dev.freshet.models.net.Initialiser;
import dev.freshet.models.net.Ops;
import dev.freshet.models.net.Parameter;
import dev.freshet.models.net.Tensors;
import java.util.List;

/**
 * A vector for each id.
 *
 * @param name of its parameter
 * @param size ids are in [0, size)
 */
public record Embedding(String name, int size, int width) {

  /** Uniform in ±0.05. */
  public List<Parameter> initialise(Initialiser init) {
    return List.of(init.uniform(name, 0.05f, size, width));
  }

  /** Ids of any shape, {@code INT64}, to [.., width]. */
  public <T> T forward(Ops<T> ops, T ids, Tensors<T> parameters) {
    return ops.gather(parameters.tensor(name), ids, 0);
  }
}

package dev.freshet.models.net.layer;

import dev.freshet.models.net.Initialiser;
import dev.freshet.models.net.Ops;
import dev.freshet.models.net.Parameter;
import dev.freshet.models.net.Tensors;
import java.util.ArrayList;
import java.util.List;

/**
 * Linear layers with ReLU between them.
 *
 * @param name prefix of its parameters
 * @param widths of the input, of each hidden layer and of the output; at least 2
 */
public record Mlp(String name, List<Integer> widths) {

  public Mlp {
    widths = List.copyOf(widths);
    if (widths.size() < 2) {
      throw new IllegalArgumentException("at least 2 widths: " + widths);
    }
  }

  private List<Linear> layers() {
    List<Linear> layers = new ArrayList<>();
    for (int i = 1; i < widths.size(); i++) {
      layers.add(new Linear(name + "/" + (i - 1), widths.get(i - 1), widths.get(i)));
    }
    return layers;
  }

  /** The parameters of its linear layers. */
  public List<Parameter> initialise(Initialiser init) {
    return layers().stream().flatMap(layer -> layer.initialise(init).stream()).toList();
  }

  /** [.., first width] to [.., last width]. */
  public <T> T forward(Ops<T> ops, T x, Tensors<T> parameters) {
    T y = x;
    List<Linear> layers = layers();
    for (int i = 0; i < layers.size(); i++) {
      y = layers.get(i).forward(ops, i == 0 ? y : ops.relu(y), parameters);
    }
    return y;
  }
}

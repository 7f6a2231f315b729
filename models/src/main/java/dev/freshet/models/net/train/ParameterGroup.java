package dev.freshet.models.net.train;

import dev.freshet.models.net.Parameter;
import java.util.List;

/**
 * Parameters that are trained alike.
 *
 * @param parameters at least one, at their initial values, which a training step copies
 */
public record ParameterGroup(List<Parameter> parameters, AdamConfig adam) {

  public ParameterGroup {
    parameters = List.copyOf(parameters);
    if (parameters.isEmpty()) {
      throw new IllegalArgumentException("a group needs at least one parameter");
    }
  }
}

package dev.freshet.models.language.load;

import dev.freshet.models.language.DecoderConfig;
import dev.freshet.models.net.Parameter;
import java.util.List;

/**
 * A decoder as it lies in files.
 *
 * @param parameters those of the decoder, in its order
 */
public record Checkpoint(DecoderConfig config, List<Parameter> parameters) {

  public Checkpoint {
    parameters = List.copyOf(parameters);
  }
}

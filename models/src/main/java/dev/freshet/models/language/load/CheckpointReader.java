package dev.freshet.models.language.load;

import dev.freshet.models.ModelException;
import dev.freshet.models.language.Decoder;
import dev.freshet.models.language.DecoderConfig;
import dev.freshet.models.net.Parameter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Collects the tensors of a decoder from one file or several, and refuses what does not fit. */
final class CheckpointReader {
  private final DecoderConfig config;
  private final Map<String, long[]> shapes;
  private final Map<String, Parameter> read = new HashMap<>();

  CheckpointReader(DecoderConfig config) {
    this.config = config;
    shapes = new Decoder(config).shapes();
  }

  /**
   * Reads the tensors of a file.
   *
   * @throws ModelException if one is unknown, of another shape, or was in another file
   */
  void add(String file, SafetensorsFile tensors) {
    for (String name : tensors.names()) {
      long[] shape = shapes.get(name);
      if (shape == null) {
        requireHarmless(file, name);
        continue;
      }
      if (!Arrays.equals(shape, tensors.shape(name))) {
        throw new ModelException(
            "%s: %s has the shape %s; by config.json it is %s"
                .formatted(
                    file, name, Arrays.toString(tensors.shape(name)), Arrays.toString(shape)));
      }
      if (read.put(name, tensors.read(name)) != null) {
        throw new ModelException("%s: %s is in another file too".formatted(file, name));
      }
    }
  }

  /** What can be left out without a change of what the model computes. */
  private void requireHarmless(String file, String name) {
    boolean tiedOutput = config.tied() && name.equals("lm_head.weight");
    if (!tiedOutput && !name.endsWith(".rotary_emb.inv_freq")) {
      throw new ModelException(
          "%s: %s is unknown; the decoder of config.json has no such tensor".formatted(file, name));
    }
  }

  /**
   * The decoder.
   *
   * @param where the tensors were looked for
   * @throws ModelException if one is missing
   */
  Checkpoint finish(String where) {
    List<Parameter> parameters = new ArrayList<>();
    for (String name : shapes.keySet()) {
      Parameter parameter = read.get(name);
      if (parameter == null) {
        throw new ModelException("%s has no tensor %s".formatted(where, name));
      }
      parameters.add(parameter);
    }
    return new Checkpoint(config, parameters);
  }
}

package dev.freshet.models.language.load;

import com.fasterxml.jackson.databind.JsonNode;
import dev.freshet.models.ModelException;
import dev.freshet.models.net.Parameter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A LoRA adapter as Hugging Face's PEFT writes it: {@code W + scale B A}; Hu et al., ICLR 2022.
 *
 * @param base folder of the model that it adapts
 * @param scale {@code alpha / rank}, or {@code alpha / √rank} of rank-stabilised adapters
 */
record LoraAdapter(Path folder, Path base, double scale) {
  static final String CONFIG = "adapter_config.json";
  private static final String WEIGHTS = "adapter_model.safetensors";
  private static final String PREFIX = "base_model.model.";
  private static final String A = ".lora_A.weight";
  private static final String B = ".lora_B.weight";

  /**
   * Reads the configuration.
   *
   * @throws ModelException if it is another kind of adapter, or its model is not in a folder here
   */
  static LoraAdapter read(Path folder) {
    Path file = folder.resolve(CONFIG);
    JsonNode json = HuggingFaceFolder.json(file);
    refuse(file, json, "peft_type", !json.path("peft_type").asText().equals("LORA"));
    refuse(file, json, "use_dora", json.path("use_dora").asBoolean());
    refuse(file, json, "fan_in_fan_out", json.path("fan_in_fan_out").asBoolean());
    refuse(file, json, "bias", !json.path("bias").asText("none").equals("none"));
    refuse(file, json, "modules_to_save", !json.path("modules_to_save").isEmpty());
    refuse(file, json, "rank_pattern", !json.path("rank_pattern").isEmpty());
    refuse(file, json, "alpha_pattern", !json.path("alpha_pattern").isEmpty());
    int rank = json.path("r").asInt();
    double alpha = json.path("lora_alpha").asDouble();
    if (rank < 1 || !(alpha > 0)) {
      throw new ModelException(
          "%s: r and lora_alpha must be positive: %d, %s".formatted(file, rank, alpha));
    }
    String base = json.path("base_model_name_or_path").asText();
    Path path = folder.resolve(base).normalize();
    if (base.isEmpty() || !Files.isDirectory(path)) {
      throw new ModelException(
          "%s adapts \"%s\", which is no folder here; set base_model_name_or_path to the model's folder, relative to %s"
              .formatted(file, base, folder));
    }
    double root = json.path("use_rslora").asBoolean() ? Math.sqrt(rank) : rank;
    return new LoraAdapter(folder, path, alpha / root);
  }

  private static void refuse(Path file, JsonNode json, String field, boolean unsupported) {
    if (unsupported) {
      throw new ModelException(
          "%s: %s = %s is not supported; merge the adapter into its model first"
              .formatted(file, field, json.path(field)));
    }
  }

  /** Adds the products to the weights, in place. */
  void merge(List<Parameter> parameters) {
    Map<String, Parameter> byName = new HashMap<>();
    parameters.forEach(each -> byName.put(each.name(), each));
    Path file = folder.resolve(WEIGHTS);
    try (SafetensorsFile tensors = SafetensorsFile.open(file)) {
      for (String name : tensors.names()) {
        if (name.endsWith(A)) {
          String target = name.substring(0, name.length() - A.length());
          Parameter weight =
              target.startsWith(PREFIX)
                  ? byName.get(target.substring(PREFIX.length()) + ".weight")
                  : null;
          if (weight == null || !tensors.names().contains(target + B)) {
            throw new ModelException("%s: no weight or no B for %s".formatted(file, name));
          }
          add(file, weight, tensors.read(name), tensors.read(target + B));
        } else if (!name.endsWith(B)) {
          throw new ModelException("%s: %s is not part of a LoRA adapter".formatted(file, name));
        }
      }
    }
  }

  /**
   * @param a [rank, in]
   * @param b [out, rank]
   */
  private void add(Path file, Parameter weight, Parameter a, Parameter b) {
    long[] shape = weight.shape();
    boolean fits =
        shape.length == 2
            && a.shape().length == 2
            && b.shape().length == 2
            && a.shape()[1] == shape[1]
            && b.shape()[0] == shape[0]
            && a.shape()[0] == b.shape()[1];
    if (!fits) {
      throw new ModelException(
          "%s: the matrices of %s do not have its shape".formatted(file, weight.name()));
    }
    int in = (int) shape[1];
    int rank = (int) a.shape()[0];
    for (int row = 0; row < shape[0]; row++) {
      for (int r = 0; r < rank; r++) {
        float factor = (float) (scale * b.values()[row * rank + r]);
        for (int column = 0; column < in; column++) {
          weight.values()[row * in + column] += factor * a.values()[r * in + column];
        }
      }
    }
  }
}

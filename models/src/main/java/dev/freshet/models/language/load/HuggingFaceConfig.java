package dev.freshet.models.language.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freshet.models.ModelException;
import dev.freshet.models.language.DecoderConfig;
import dev.freshet.models.language.DecoderConfig.Variant;
import dev.freshet.models.language.Rotary;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A decoder's shape as Hugging Face's {@code config.json} has it. */
final class HuggingFaceConfig {
  /** Far above any decoder; a lying file must not make us allocate. */
  private static final int MOST_LAYERS = 1_000;

  private static final int WIDEST = 1 << 20;
  private static final int LARGEST_VOCABULARY = 1 << 24;

  private final String file;
  private final JsonNode json;

  private HuggingFaceConfig(String file, JsonNode json) {
    this.file = file;
    this.json = json;
  }

  /**
   * Reads a shape.
   *
   * @throws ModelException if it is not of a family that the decoder covers
   */
  static DecoderConfig read(String file, JsonNode json) {
    return new HuggingFaceConfig(file, json).read();
  }

  private DecoderConfig read() {
    Variant variant = variant();
    refuse("hidden_act", !json.path("hidden_act").asText("silu").equals("silu"));
    refuse("mlp_bias", json.path("mlp_bias").asBoolean());
    refuse("use_sliding_window", json.path("use_sliding_window").asBoolean());
    refuse("quantization_config", json.hasNonNull("quantization_config"));
    refuse("attention_bias", variant != Variant.QWEN2 && json.path("attention_bias").asBoolean());
    int width = number("hidden_size", WIDEST, null);
    int heads = number("num_attention_heads", WIDEST, null);
    int headWidth = number("head_dim", WIDEST, variant == Variant.QWEN3 ? 128 : width / heads);
    try {
      return new DecoderConfig(
          number("vocab_size", LARGEST_VOCABULARY, null),
          width,
          number("num_hidden_layers", MOST_LAYERS, null),
          heads,
          number("num_key_value_heads", WIDEST, heads),
          headWidth,
          number("intermediate_size", WIDEST, null),
          number("max_position_embeddings", Integer.MAX_VALUE, 2048),
          (float) json.path("rms_norm_eps").asDouble(1e-6),
          rotary(),
          variant,
          json.path("tie_word_embeddings").asBoolean());
    } catch (IllegalArgumentException e) {
      throw new ModelException(file + " describes no decoder", e);
    }
  }

  private Variant variant() {
    String type = json.path("model_type").asText();
    return switch (type) {
      case "llama" -> Variant.LLAMA;
      case "qwen2" -> Variant.QWEN2;
      case "qwen3" -> Variant.QWEN3;
      default ->
          throw new ModelException(
              "%s: model_type is \"%s\"; llama, qwen2 and qwen3 can be read. Export another family to ONNX, or serve it over HTTP"
                  .formatted(file, type));
    };
  }

  private Rotary rotary() {
    JsonNode nested = json.path("rope_parameters"); // where newer files keep both
    JsonNode scaling = nested.isObject() ? nested : json.path("rope_scaling");
    double base = nested.path("rope_theta").asDouble(json.path("rope_theta").asDouble(10_000));
    String type = scaling.path("rope_type").asText(scaling.path("type").asText("default"));
    try {
      return switch (type) {
        case "default" -> new Rotary(base, null);
        case "llama3" ->
            new Rotary(
                base,
                new Rotary.Scaling(
                    scaling.path("factor").asDouble(),
                    scaling.path("low_freq_factor").asDouble(),
                    scaling.path("high_freq_factor").asDouble(),
                    scaling.path("original_max_position_embeddings").asInt()));
        default ->
            throw new ModelException(
                "%s: rope type \"%s\"; default and llama3 can be read".formatted(file, type));
      };
    } catch (IllegalArgumentException e) {
      throw new ModelException(file + ": rope_scaling", e);
    }
  }

  private void refuse(String field, boolean unsupported) {
    if (unsupported) {
      throw new ModelException(
          "%s: %s = %s is not supported; export the model to ONNX, or serve it over HTTP"
              .formatted(file, field, json.path(field)));
    }
  }

  private int number(String field, int greatest, @Nullable Integer otherwise) {
    JsonNode node = json.path(field);
    if (otherwise != null && (node.isMissingNode() || node.isNull())) {
      return otherwise;
    }
    if (!node.isIntegralNumber()
        || !node.canConvertToInt()
        || node.intValue() < 1
        || node.intValue() > greatest) {
      throw new ModelException(
          "%s: %s must be a whole number in [1, %d]: %s".formatted(file, field, greatest, node));
    }
    return node.intValue();
  }

  /** A shape as {@link #read} reads it. */
  static JsonNode write(DecoderConfig config) {
    ObjectNode json = new ObjectMapper().createObjectNode();
    String type = config.variant().name().toLowerCase(Locale.ROOT);
    String name =
        switch (config.variant()) {
          case LLAMA -> "LlamaForCausalLM";
          case QWEN2 -> "Qwen2ForCausalLM";
          case QWEN3 -> "Qwen3ForCausalLM";
        };
    json.putArray("architectures").add(name);
    json.put("model_type", type)
        .put("vocab_size", config.vocabulary())
        .put("hidden_size", config.width())
        .put("num_hidden_layers", config.layers())
        .put("num_attention_heads", config.heads())
        .put("num_key_value_heads", config.keyHeads())
        .put("head_dim", config.headWidth())
        .put("intermediate_size", config.hidden())
        .put("max_position_embeddings", config.context())
        .put("rms_norm_eps", config.epsilon())
        .put("hidden_act", "silu")
        .put("tie_word_embeddings", config.tied())
        .put("torch_dtype", "float32")
        .put("rope_theta", config.rotary().base());
    Rotary.Scaling scaling = config.rotary().scaling();
    if (scaling != null) {
      json.putObject("rope_scaling")
          .put("rope_type", "llama3")
          .put("factor", scaling.factor())
          .put("low_freq_factor", scaling.lowFactor())
          .put("high_freq_factor", scaling.highFactor())
          .put("original_max_position_embeddings", scaling.originalContext());
    }
    return json;
  }
}

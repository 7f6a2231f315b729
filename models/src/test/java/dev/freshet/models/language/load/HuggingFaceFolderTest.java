package dev.freshet.models.language.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freshet.models.ModelException;
import dev.freshet.models.language.DecoderConfig;
import dev.freshet.models.language.DecoderConfig.Variant;
import dev.freshet.models.language.Rotary;
import dev.freshet.models.language.TinyDecoders;
import dev.freshet.models.net.Parameter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HuggingFaceFolderTest {
  private static final DecoderConfig LLAMA =
      TinyDecoders.config(Variant.LLAMA, Rotary.LLAMA, false);

  @TempDir private Path folder;

  static List<DecoderConfig> variants() {
    Rotary scaled = new Rotary(500_000, new Rotary.Scaling(8, 1, 4, 16));
    return List.of(
        TinyDecoders.config(Variant.LLAMA, scaled, true),
        LLAMA,
        TinyDecoders.config(Variant.QWEN2, Rotary.LLAMA, true),
        TinyDecoders.config(Variant.QWEN3, new Rotary(1e6, null), false));
  }

  @ParameterizedTest
  @MethodSource("variants")
  void readsBackBitForBitWhatItWrote(DecoderConfig config) throws IOException {
    List<Parameter> parameters = TinyDecoders.parameters(config, 1);

    HuggingFaceFolder.write(folder, new Checkpoint(config, parameters));
    Checkpoint read = HuggingFaceFolder.read(folder).checkpoint();

    assertThat(read.config()).isEqualTo(config);
    assertSame(read.parameters(), parameters);
  }

  @ParameterizedTest
  @MethodSource("variants")
  void aFileOfAReleaseIsReadBackBitForBit(DecoderConfig config) throws IOException {
    Checkpoint written = new Checkpoint(config, TinyDecoders.parameters(config, 1));
    byte[] bytes = DecoderFile.bytes(written);
    Files.write(folder.resolve("decoder"), bytes);

    for (Checkpoint read :
        List.of(DecoderFile.of("decoder", bytes), DecoderFile.read(folder.resolve("decoder")))) {
      assertThat(read.config()).isEqualTo(config);
      assertSame(read.parameters(), written.parameters());
    }
    assertThatThrownBy(() -> DecoderFile.of("decoder", Arrays.copyOf(bytes, bytes.length - 1)))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("decoder is cut off");
  }

  @Test
  void readsShards() throws IOException {
    List<Parameter> parameters = written();
    Files.delete(folder.resolve("model.safetensors"));
    SafetensorsWriter.write(folder.resolve("a.safetensors"), parameters.subList(0, 5));
    SafetensorsWriter.write(
        folder.resolve("b.safetensors"), parameters.subList(5, parameters.size()));
    index("a.safetensors", "b.safetensors");

    assertSame(HuggingFaceFolder.read(folder).checkpoint().parameters(), parameters);
  }

  @Test
  void refusesShardsOutsideTheFolder() throws IOException {
    written();
    index("../model.safetensors");

    assertRefused("model.safetensors.index.json names a file outside the folder: ../model");
  }

  @Test
  void widensHalvesAndBrainFloats() throws IOException {
    // 1.5 is 0x3E00 as a half and 0x3FC0 as the upper half of a float; -2 is 0xC000 as both
    byte[] header =
        """
        {"half":{"dtype":"F16","shape":[2],"data_offsets":[0,4]},\
        "brain":{"dtype":"BF16","shape":[1,2],"data_offsets":[4,8]}}\
        """
            .getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes =
        ByteBuffer.allocate(8 + header.length + 8)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(header.length)
            .put(header)
            .putShort((short) 0x3E00)
            .putShort((short) 0xC000)
            .putShort((short) 0x3FC0)
            .putShort((short) 0xC000);
    Path file = folder.resolve("narrow.safetensors");
    Files.write(file, bytes.array());

    try (SafetensorsFile tensors = SafetensorsFile.open(file)) {
      assertThat(tensors.read("half").values()).containsExactly(1.5f, -2);
      assertThat(tensors.read("brain").values()).containsExactly(1.5f, -2);
      assertThat(tensors.shape("brain")).containsExactly(1, 2);
    }
  }

  @Test
  void refusesOtherFamiliesAndWhatChangesTheResult() throws IOException {
    assertConfigRefused(
        json -> json.put("model_type", "gemma2"),
        "model_type is \"gemma2\"; llama, qwen2 and qwen3 can be read");
    assertConfigRefused(
        json -> json.putObject("rope_scaling").put("rope_type", "yarn"),
        "rope type \"yarn\"; default and llama3 can be read");
    assertConfigRefused(
        json -> json.put("hidden_act", "gelu"), "hidden_act = \"gelu\" is not supported");
    assertConfigRefused(
        json -> json.put("attention_bias", true), "attention_bias = true is not supported");
    assertConfigRefused(
        json -> json.put("use_sliding_window", true), "use_sliding_window = true is not supported");
    assertConfigRefused(
        json -> json.putObject("quantization_config"), "quantization_config = {} is not supported");
  }

  @Test
  void refusesSizesThatNoDecoderHas() throws IOException {
    assertConfigRefused(
        json -> json.put("num_hidden_layers", 2_000_000_000),
        "num_hidden_layers must be a whole number in [1, 1000]: 2000000000");
    assertConfigRefused(
        json -> json.put("vocab_size", -1),
        "vocab_size must be a whole number in [1, 16777216]: -1");
    assertConfigRefused(
        json -> json.put("hidden_size", "many"), "hidden_size must be a whole number");
    assertConfigRefused(json -> json.put("num_key_value_heads", 3), "describes no decoder");
  }

  @Test
  void refusesTensorsOfOtherShapesOrNames() throws IOException {
    assertConfigRefused(
        json -> json.put("intermediate_size", 31),
        "model.layers.0.mlp.gate_proj.weight has the shape [32, 24]; by config.json it is [31,"
            + " 24]");
    assertConfigRefused(
        json -> json.put("num_hidden_layers", 2),
        "model.layers.2.input_layernorm.weight is unknown");
    assertConfigRefused(
        json -> json.put("num_hidden_layers", 4),
        "has no tensor model.layers.3.input_layernorm.weight");
  }

  @Test
  void saysWhichFileIsMissing() {
    assertRefused("config.json is missing");
  }

  private List<Parameter> written() throws IOException {
    List<Parameter> parameters = TinyDecoders.parameters(LLAMA, 1);
    HuggingFaceFolder.write(folder, new Checkpoint(LLAMA, parameters));
    return parameters;
  }

  private void index(String... files) throws IOException {
    ObjectNode json = new ObjectMapper().createObjectNode();
    ObjectNode map = json.putObject("weight_map");
    for (int i = 0; i < files.length; i++) {
      map.put("tensor" + i, files[i]);
    }
    Files.writeString(folder.resolve("model.safetensors.index.json"), json.toString());
  }

  private void assertConfigRefused(Consumer<ObjectNode> change, String message) throws IOException {
    written();
    Path file = folder.resolve("config.json");
    ObjectNode json = (ObjectNode) new ObjectMapper().readTree(file.toFile());
    change.accept(json);
    Files.writeString(file, json.toString());
    assertRefused(message);
  }

  private void assertRefused(String message) {
    assertThatThrownBy(() -> HuggingFaceFolder.read(folder))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining(message);
  }

  static void assertSame(List<Parameter> actual, List<Parameter> expected) {
    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 0; i < expected.size(); i++) {
      assertThat(actual.get(i).name()).isEqualTo(expected.get(i).name());
      assertThat(actual.get(i).shape()).isEqualTo(expected.get(i).shape());
      assertThat(actual.get(i).values()).isEqualTo(expected.get(i).values());
    }
  }
}

package dev.freshet.models.language.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.freshet.models.ModelException;
import dev.freshet.models.language.DecoderConfig;
import dev.freshet.models.language.DecoderConfig.Variant;
import dev.freshet.models.language.Rotary;
import dev.freshet.models.language.TinyDecoders;
import dev.freshet.models.net.Parameter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoraAdapterTest {
  private static final DecoderConfig CONFIG =
      TinyDecoders.config(Variant.LLAMA, Rotary.LLAMA, true);
  private static final String TARGET = "model.layers.1.self_attn.k_proj";

  @TempDir private Path root;
  private Path adapter;
  private List<Parameter> base;

  @BeforeEach
  void write() throws IOException {
    base = TinyDecoders.parameters(CONFIG, 1);
    HuggingFaceFolder.write(root.resolve("base"), new Checkpoint(CONFIG, base));
    adapter = Files.createDirectory(root.resolve("adapter"));
  }

  @Test
  void addsTheScaledProductToItsWeight() throws IOException {
    config("{'peft_type':'LORA','r':2,'lora_alpha':4,'base_model_name_or_path':'../base'}");
    float[] a = new float[2 * 24];
    a[3] = 5; // first row
    a[24 + 3] = 7; // second row
    float[] b = new float[16 * 2];
    b[2 * 2] = 10; // third row
    b[2 * 2 + 1] = 1;
    weights(a, b);

    Checkpoint merged = HuggingFaceFolder.read(adapter).checkpoint();

    // row 2, column 3: alpha / r * (10 * 5 + 1 * 7) = 114
    for (int i = 0; i < base.size(); i++) {
      float[] expected = base.get(i).values().clone();
      if (base.get(i).name().equals(TARGET + ".weight")) {
        expected[2 * 24 + 3] += 114;
      }
      assertThat(merged.parameters().get(i).values()).containsExactly(expected, within(1e-5f));
    }
  }

  @Test
  void refusesOtherAdaptersAndModelsThatAreNotHere() throws IOException {
    assertRefused("{'peft_type':'IA3','r':1,'lora_alpha':1}", "peft_type = \"IA3\"");
    assertRefused("{'peft_type':'LORA','r':1,'lora_alpha':1,'use_dora':true}", "use_dora = true");
    assertRefused("{'peft_type':'LORA','r':0,'lora_alpha':1}", "r and lora_alpha must be positive");
    assertRefused(
        "{'peft_type':'LORA','r':1,'lora_alpha':1,'base_model_name_or_path':'someone/model'}",
        "adapts \"someone/model\", which is no folder here");
  }

  @Test
  void refusesMatricesThatDoNotFit() throws IOException {
    config("{'peft_type':'LORA','r':2,'lora_alpha':4,'base_model_name_or_path':'../base'}");
    weights(new float[2 * 23], new float[16 * 2]);

    assertThatThrownBy(() -> HuggingFaceFolder.read(adapter))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("the matrices of " + TARGET + ".weight do not have its shape");
  }

  private void assertRefused(String json, String message) throws IOException {
    config(json);
    assertThatThrownBy(() -> HuggingFaceFolder.read(adapter))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining(message);
  }

  private void config(String json) throws IOException {
    Files.writeString(adapter.resolve("adapter_config.json"), json.replace('\'', '"'));
  }

  private void weights(float[] a, float[] b) throws IOException {
    SafetensorsWriter.write(
        adapter.resolve("adapter_model.safetensors"),
        List.of(
            new Parameter("base_model.model." + TARGET + ".lora_A.weight", a, 2, a.length / 2),
            new Parameter("base_model.model." + TARGET + ".lora_B.weight", b, b.length / 2, 2)));
  }
}

package dev.freshet.models.language.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.freshet.models.ModelException;
import dev.freshet.models.data.PublishedData;
import dev.freshet.models.language.Decoder;
import dev.freshet.models.language.DecoderConfig;
import dev.freshet.models.language.DecoderConfig.Variant;
import dev.freshet.models.language.Rotary;
import dev.freshet.models.language.TinyDecoders;
import dev.freshet.models.language.load.Checkpoint;
import dev.freshet.models.language.load.HuggingFaceFolder;
import dev.freshet.models.language.text.Generation;
import dev.freshet.models.language.text.Generation.Finish;
import dev.freshet.models.language.text.GenerationRequest;
import dev.freshet.models.language.text.Prompt;
import dev.freshet.models.language.text.Sampling;
import dev.freshet.models.language.text.TextModel;
import dev.freshet.models.language.token.TinyTokenizer;
import dev.freshet.models.net.Parameter;
import dev.freshet.models.net.onnx.ExecutionProvider;
import dev.freshet.models.net.onnx.OnnxExport;
import dev.freshet.models.net.onnx.WeightFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalModelsTest {
  private static final DecoderConfig CONFIG =
      TinyDecoders.config(Variant.QWEN3, Rotary.LLAMA, false);
  private static final LocalModels MODELS =
      new LocalModels(ExecutionProvider.CPU, WeightFormat.FLOAT, 1 << 20, null);

  @TempDir private Path folder;

  @Test
  void tellsTheKnownStory() {
    Path stories = PublishedData.folder("stories260k");
    assumeTrue(Files.isDirectory(stories), () -> stories + " is missing");
    List<String> stream = new ArrayList<>();
    try (TextModel model = MODELS.open("stories", stories)) {
      Generation generation = model.generate(request(Prompt.raw(""), 40), stream::add);

      assertThat(generation.text())
          .startsWith(
              "Once upon a time, there was a little girl named Lily. She loved to play outside in"
                  + " the park.");
      assertThat(String.join("", stream)).isEqualTo(generation.text());
      assertThat(stream.size()).isGreaterThan(20);
    }
  }

  @Test
  void writesTheSameFromWeightsAndFromAnExport() throws IOException {
    List<Parameter> parameters = TinyDecoders.parameters(CONFIG, 1);
    Path weights = folder.resolve("weights");
    HuggingFaceFolder.write(weights, new Checkpoint(CONFIG, parameters));
    Files.writeString(weights.resolve("tokenizer.json"), TinyTokenizer.JSON);
    Path export = folder.resolve("export");
    Files.createDirectories(export.resolve("onnx"));
    Files.copy(weights.resolve("config.json"), export.resolve("config.json"));
    Files.writeString(export.resolve("tokenizer.json"), TinyTokenizer.JSON);
    OnnxExport.write(
        export.resolve("onnx").resolve("model.onnx"),
        "tiny",
        new OptimumExport(new Decoder(CONFIG)),
        parameters);
    try (TextModel own = MODELS.open("own", weights);
        TextModel exported = MODELS.open("exported", export)) {
      Generation first = own.generate(request(Prompt.user("ab"), 12));
      Generation second = exported.generate(request(Prompt.user("ab"), 12));

      assertThat(second.text()).isEqualTo(first.text());
      assertThat(second.tokens()).isEqualTo(first.tokens());
    }
  }

  @Test
  void endsAtAnyOfTheEndTokensThatTheModelNames() throws IOException {
    HuggingFaceFolder.write(folder, new Checkpoint(CONFIG, TinyDecoders.parameters(CONFIG, 1)));
    Files.writeString(folder.resolve("tokenizer.json"), TinyTokenizer.JSON);
    StringBuilder all = new StringBuilder("0");
    for (int i = 1; i < CONFIG.vocabulary(); i++) {
      all.append(',').append(i);
    }
    Files.writeString(folder.resolve("generation_config.json"), "{\"eos_token_id\":[" + all + "]}");
    try (TextModel model = MODELS.open("tiny", folder)) {
      Generation generation = model.generate(request(Prompt.raw("ab"), 12));

      assertThat(generation.finish()).isEqualTo(Finish.STOP);
      assertThat(generation.tokens()).isZero();
    }
  }

  @Test
  void saysWhatAFolderHasAndWhatIsExpected() throws IOException {
    Files.writeString(folder.resolve("model.gguf"), "");

    assertThatThrownBy(() -> MODELS.open("mine", folder))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("mine: no language model in " + folder)
        .hasMessageContaining("which has [model.gguf]")
        .hasMessageContaining("Expected: config.json, model.safetensors and tokenizer.json");
    assertThatThrownBy(() -> MODELS.open("mine", folder.resolve("nowhere")))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("is no folder");
  }

  @Test
  void asksForTheTokenizer() throws IOException {
    HuggingFaceFolder.write(folder, new Checkpoint(CONFIG, TinyDecoders.parameters(CONFIG, 1)));

    assertThatThrownBy(() -> MODELS.open("mine", folder))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("has no tokenizer.json; save the model's fast tokenizer there");
  }

  private static GenerationRequest request(Prompt prompt, int tokens) {
    return new GenerationRequest(prompt, Sampling.GREEDY, tokens, List.of(), Duration.ofHours(1));
  }
}

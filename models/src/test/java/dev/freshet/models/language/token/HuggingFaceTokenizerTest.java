package dev.freshet.models.language.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.models.ModelException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HuggingFaceTokenizerTest {

  @TempDir private Path folder;

  @Test
  void splitsAndJoinsText() throws IOException {
    try (Tokenizer tokenizer = read(TinyTokenizer.JSON)) {
      assertThat(tokenizer.encode("ab a<|im_end|>")).containsExactly(3, 2, 0, 7);
      assertThat(tokenizer.decode(3, 2, 0, 7)).isEqualTo("ab a");
      assertThat(tokenizer.encode("")).isEmpty();
      assertThat(tokenizer.token("<|im_start|>")).hasValue(6);
      assertThat(tokenizer.token("<|eot_id|>")).isEmpty();
      assertThat(tokenizer.beginning()).isEmpty();
    }
  }

  @Test
  void putsTheBeginningOfItsTemplateBeforeAText() throws IOException {
    String template =
        """
        "post_processor":{"type":"TemplateProcessing",
        "single":[{"SpecialToken":{"id":"<|im_start|>","type_id":0}},
        {"Sequence":{"id":"A","type_id":0}}],"pair":[{"Sequence":{"id":"A","type_id":0}}],
        "special_tokens":{"<|im_start|>":{"id":"<|im_start|>","ids":[6],
        "tokens":["<|im_start|>"]}}}\
        """;
    try (Tokenizer tokenizer =
        read(TinyTokenizer.JSON.replace("\"post_processor\":null", template))) {
      assertThat(tokenizer.beginning()).hasValue(6);
      assertThat(tokenizer.encode("a")).containsExactly(0);
    }
  }

  @Test
  void streamsACharacterOnceItIsWhole() throws IOException {
    try (Tokenizer tokenizer = read(TinyTokenizer.JSON)) {
      StreamedText text = new StreamedText(tokenizer);

      assertThat(text.add(0)).isEqualTo("a");
      assertThat(text.add(4)).isEmpty();
      assertThat(text.add(5)).isEqualTo("é");
      assertThat(text.add(4)).isEmpty();
      assertThat(text.finish()).isEqualTo("\uFFFD");
      assertThat(text.finish()).isEmpty();
    }
  }

  @Test
  void refusesWhatIsNoTokenizer() {
    assertThatThrownBy(() -> read("{}"))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("has no \"model\": it is not a tokenizer.json");
    assertThatThrownBy(() -> read("{\"model\":{\"type\":\"Magic\"}}"))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("tokenizer.json is no tokenizer");
  }

  @Test
  void anyFileIsReadOrRefused() throws IOException {
    byte[] whole = TinyTokenizer.JSON.getBytes(StandardCharsets.UTF_8);
    SplittableRandom random = new SplittableRandom(1);
    Path file = folder.resolve("tokenizer.json");
    for (int i = 0; i < 500; i++) {
      byte[] changed = Arrays.copyOf(whole, random.nextInt(whole.length / 2, whole.length + 1));
      for (int changes = random.nextInt(3); changes > 0; changes--) {
        changed[random.nextInt(changed.length)] = (byte) random.nextInt();
      }
      Files.write(file, changed);
      try (Tokenizer tokenizer = HuggingFaceTokenizer.read(file)) {
        tokenizer.decode(tokenizer.encode("ab a"));
      } catch (ModelException e) {
        assertThat(e.getMessage()).contains("tokenizer.json");
      }
    }
  }

  private Tokenizer read(String json) throws IOException {
    Path file = folder.resolve("tokenizer.json");
    Files.writeString(file, json);
    return HuggingFaceTokenizer.read(file);
  }
}

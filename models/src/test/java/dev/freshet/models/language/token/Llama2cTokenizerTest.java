package dev.freshet.models.language.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.models.ModelException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Llama2cTokenizerTest {
  /** The first token behind those of the bytes. */
  private static final int FIRST = 259;

  @TempDir private Path folder;

  @Test
  void joinsThePairOfTheHighestScoreFirst() throws IOException {
    // pieces 259 to 265
    Path file = write(" ", "a", "b", "c", "ab", "bc", " a");
    Llama2cTokenizer tokenizer = Llama2cTokenizer.read(file, FIRST + 7);

    // scores fall with the place: "ab" before "bc" before " a"
    assertThat(tokenizer.encode("abc")).containsExactly(FIRST, FIRST + 4, FIRST + 3);
    assertThat(tokenizer.encode("acb")).containsExactly(FIRST + 6, FIRST + 3, FIRST + 2);
    assertThat(tokenizer.encode("")).isEmpty();
  }

  @Test
  void writesUnknownCharactersAsBytes() throws IOException {
    Llama2cTokenizer tokenizer = Llama2cTokenizer.read(write(" ", "a"), FIRST + 2);

    // é is the bytes C3 and A9
    assertThat(tokenizer.encode("é")).containsExactly(FIRST, 3 + 0xC3, 3 + 0xA9);
    assertThat(tokenizer.decode(FIRST, 3 + 0xC3, 3 + 0xA9)).isEqualTo(" é");
  }

  @Test
  void leavesTheFirstSpaceOutBehindTheBeginning() throws IOException {
    Llama2cTokenizer tokenizer = Llama2cTokenizer.read(write(" ", "a", " a"), FIRST + 3);

    assertThat(tokenizer.decode(1, FIRST + 2, FIRST + 2, 2)).isEqualTo("a a");
    assertThat(tokenizer.decode(FIRST + 2)).isEqualTo(" a");
  }

  @Test
  void refusesAVocabularyOfAnotherModel() throws IOException {
    Path file = write(" ", "a");

    assertThatThrownBy(() -> Llama2cTokenizer.read(file, 512))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("has 261 pieces, the model has 512 tokens");
  }

  @Test
  void anyFileIsReadOrRefused() throws IOException {
    Path file = write(" ", "a");
    byte[] whole = Files.readAllBytes(file);
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 2_000; i++) {
      byte[] changed = Arrays.copyOf(whole, random.nextInt(whole.length + 1));
      for (int changes = random.nextInt(3); changes > 0 && changed.length > 0; changes--) {
        changed[random.nextInt(changed.length)] = (byte) random.nextInt();
      }
      Files.write(file, changed);
      try {
        Llama2cTokenizer.read(file, FIRST + 2).encode("a b");
      } catch (ModelException e) {
        assertThat(e.getMessage()).contains(file.getFileName().toString());
      }
    }
  }

  /** A vocabulary of the bytes and these pieces, the first with the highest score. */
  private Path write(String... pieces) throws IOException {
    List<String> all = new ArrayList<>(List.of("<unk>", "\n<s>\n", "\n</s>\n"));
    for (int i = 0; i < 256; i++) {
      all.add(String.format(Locale.ROOT, "<0x%02X>", i));
    }
    all.addAll(List.of(pieces));
    ByteBuffer bytes = ByteBuffer.allocate(1 << 14).order(ByteOrder.LITTLE_ENDIAN).putInt(7);
    for (int i = 0; i < all.size(); i++) {
      byte[] piece = all.get(i).getBytes(StandardCharsets.UTF_8);
      bytes.putFloat(-i).putInt(piece.length).put(piece);
    }
    Path file = folder.resolve("tok.bin");
    Files.write(file, Arrays.copyOf(bytes.array(), bytes.position()));
    return file;
  }
}

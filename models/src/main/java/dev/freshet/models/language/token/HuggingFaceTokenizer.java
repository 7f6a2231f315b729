package dev.freshet.models.language.token;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.freshet.models.ModelException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/**
 * A {@code tokenizer.json} as Hugging Face's <a
 * href="https://github.com/huggingface/tokenizers">tokenizers</a> reads it.
 */
public final class HuggingFaceTokenizer implements Tokenizer {
  private static final long LARGEST_FILE = 256L << 20;
  private static final Map<String, String> AS_GIVEN =
      Map.of("addSpecialTokens", "false", "truncation", "false", "padding", "false");

  private final ai.djl.huggingface.tokenizers.HuggingFaceTokenizer tokenizer;
  private final Set<String> added;

  private HuggingFaceTokenizer(
      ai.djl.huggingface.tokenizers.HuggingFaceTokenizer tokenizer, Set<String> added) {
    this.tokenizer = tokenizer;
    this.added = added;
  }

  /**
   * Reads a file.
   *
   * @throws ModelException if it is no tokenizer
   */
  public static HuggingFaceTokenizer read(Path file) {
    try {
      long length = Files.size(file);
      if (length > LARGEST_FILE) {
        throw new ModelException(
            "%s has %d bytes; a tokenizer has %d at most".formatted(file, length, LARGEST_FILE));
      }
      byte[] bytes = Files.readAllBytes(file);
      Set<String> added = added(file, bytes);
      return new HuggingFaceTokenizer(
          ai.djl.huggingface.tokenizers.HuggingFaceTokenizer.newInstance(
              new ByteArrayInputStream(bytes), AS_GIVEN),
          added);
    } catch (IOException | IllegalArgumentException | IllegalStateException e) {
      throw new ModelException("reading the tokenizer " + file, e);
    } catch (RuntimeException e) {
      throw e instanceof ModelException
          ? e
          : new ModelException("%s is no tokenizer".formatted(file), e);
    }
  }

  /** How the tokens are written that are added to those of the model. */
  private static Set<String> added(Path file, byte[] bytes) throws IOException {
    JsonNode root = new ObjectMapper().readTree(bytes);
    if (!root.path("model").isObject()) {
      throw new ModelException(file + " has no \"model\": it is not a tokenizer.json");
    }
    Set<String> added = new HashSet<>();
    for (JsonNode each : root.path("added_tokens")) {
      added.add(each.path("content").asText());
    }
    return added;
  }

  @Override
  public int[] encode(String text) {
    return Arrays.stream(tokenizer.encode(text, false, false).getIds())
        .mapToInt(Math::toIntExact)
        .toArray();
  }

  @Override
  public String decode(int... tokens) {
    return tokenizer.decode(Arrays.stream(tokens).asLongStream().toArray(), true);
  }

  @Override
  public OptionalInt token(String written) {
    int[] tokens = added.contains(written) ? encode(written) : new int[0];
    return tokens.length == 1 ? OptionalInt.of(tokens[0]) : OptionalInt.empty();
  }

  /** What the file's template puts before a text, if it is one token and nothing follows. */
  @Override
  public OptionalInt beginning() {
    long[] around = tokenizer.encode("", true, false).getIds();
    return around.length == 1 ? OptionalInt.of(Math.toIntExact(around[0])) : OptionalInt.empty();
  }

  @Override
  public void close() {
    tokenizer.close();
  }
}

package dev.freshet.models.language.token;

import java.util.Arrays;

/**
 * Text of tokens that come one by one. A character whose bytes are spread over several tokens comes
 * when it is whole.
 */
public final class StreamedText {
  private static final char INCOMPLETE = '\uFFFD';

  private final Tokenizer tokenizer;
  private int[] tokens;
  private int count;

  /** Where the context of the next text begins; its spaces depend on what stands before. */
  private int context;

  /** Tokens before this one are text already. */
  private int done;

  /**
   * @param before token before the text, such as the one of a beginning; none if there is none
   */
  public StreamedText(Tokenizer tokenizer, int... before) {
    this.tokenizer = tokenizer;
    tokens = Arrays.copyOf(before, before.length + 64);
    count = before.length;
    done = count;
  }

  /** Adds a token and returns the text that is new and whole; may be empty. */
  public String add(int token) {
    if (count == tokens.length) {
      tokens = Arrays.copyOf(tokens, 2 * count);
    }
    tokens[count++] = token;
    String fresh = pending();
    if (fresh.isEmpty() || fresh.charAt(fresh.length() - 1) == INCOMPLETE) {
      return "";
    }
    context = done;
    done = count;
    return fresh;
  }

  /** The rest, whole or not. */
  public String finish() {
    String rest = pending();
    context = done;
    done = count;
    return rest;
  }

  private String pending() {
    String before = tokenizer.decode(Arrays.copyOfRange(tokens, context, done));
    String all = tokenizer.decode(Arrays.copyOfRange(tokens, context, count));
    return all.length() > before.length() ? all.substring(before.length()) : "";
  }
}

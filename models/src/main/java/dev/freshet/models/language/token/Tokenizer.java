package dev.freshet.models.language.token;

import java.util.OptionalInt;

/** Text as the tokens of a model, and back. Thread-safe. */
public interface Tokenizer extends AutoCloseable {

  /**
   * The tokens of a text, without any that mark its beginning or end. Control tokens that stand in
   * the text become tokens.
   */
  int[] encode(String text);

  /** The text of tokens, without control tokens. */
  String decode(int... tokens);

  /** The token that is written like this, such as {@code <|im_end|>}; empty if there is none. */
  OptionalInt token(String written);

  /** The token that the model expects before a text; empty if there is none. */
  OptionalInt beginning();

  @Override
  void close();
}

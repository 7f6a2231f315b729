package dev.freshet.models.language.local;

import dev.freshet.models.language.token.Tokenizer;
import java.util.OptionalInt;

/** A token for each of {@code a} to {@code z}, 0 to 25; 26 is {@code <end>}. */
final class Letters implements Tokenizer {
  static final int END = 26;

  static int[] of(String text) {
    return text.chars().map(each -> each - 'a').toArray();
  }

  @Override
  public int[] encode(String text) {
    return of(text);
  }

  @Override
  public String decode(int... tokens) {
    StringBuilder text = new StringBuilder();
    for (int token : tokens) {
      text.append(token == END ? "" : (char) ('a' + token));
    }
    return text.toString();
  }

  @Override
  public OptionalInt token(String written) {
    return written.equals("<end>") ? OptionalInt.of(END) : OptionalInt.empty();
  }

  @Override
  public OptionalInt beginning() {
    return OptionalInt.empty();
  }

  @Override
  public void close() {}
}

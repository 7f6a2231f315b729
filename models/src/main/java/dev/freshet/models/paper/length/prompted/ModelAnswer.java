package dev.freshet.models.paper.length.prompted;

import dev.freshet.models.language.text.Generation;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Takes the text out of what a model said around it, by a fixed rule. */
final class ModelAnswer {

  private static final Pattern OPENING =
      Pattern.compile("(?is)^(sure|certainly|of course|here)\\b[^\\n]*:\\s*\\n+(?=\\S)");
  private static final Pattern MARK = Pattern.compile("</?text>");
  private static final Pattern QUOTED = Pattern.compile("(?s)^(?:\"([^\"]*)\"|“([^“”]*)”)$");
  private static final Pattern SPACE = Pattern.compile("\\s+");
  private static final Pattern REFUSAL =
      Pattern.compile(
          "^(i'm sorry|i am sorry|sorry, (but )?i|i can ?not|i can't|i'm unable|i am unable|as an ai)\\b.*");

  private ModelAnswer() {}

  /**
   * The text of an answer, on one line, without an opening such as {@code Sure, here is a title:}
   * and without quotation marks around it. Empty for a refusal, for nothing, and for a text that
   * the model did not end itself: that one was cut.
   */
  static Optional<String> text(Generation generation) {
    if (generation.finish() != Generation.Finish.STOP) {
      return Optional.empty();
    }
    String bare = MARK.matcher(generation.text().strip()).replaceAll("");
    String text =
        QUOTED.matcher(OPENING.matcher(bare).replaceFirst("").strip()).replaceFirst("$1$2").strip();
    String line = SPACE.matcher(text).replaceAll(" ");
    String lower = line.toLowerCase(Locale.ROOT).replace('’', '\'');
    return line.isEmpty() || REFUSAL.matcher(lower).matches()
        ? Optional.empty()
        : Optional.of(line);
  }
}

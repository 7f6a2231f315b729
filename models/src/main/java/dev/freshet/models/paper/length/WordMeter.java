package dev.freshet.models.paper.length;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Counts words as the length-instructed sets do: tokens by the rules of NLTK's {@code
 * word_tokenize} (Penn Treebank with NLTK's additions), without single marks of punctuation. A
 * contraction counts as two ({@code do n't}). As in that protocol, a pair of quotation marks or a
 * run such as {@code --} stays a token of its own and counts.
 *
 * <p>Sentences end at a full stop, question or exclamation mark before white space that no
 * lower-case letter follows. NLTK's trained splitter knows abbreviations; that matters only where
 * one precedes a capital.
 */
public final class WordMeter implements LengthMeter {

  private static final String PUNCTUATION = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";
  private static final Pattern SENTENCE_END = pattern("(?<=[.!?])\\s+(?=[^a-z])");
  private static final Pattern SPACE = pattern("\\s+");
  private static final Pattern SPACE_RUN = pattern("(\\s)\\s+");

  /** Marks that become tokens of their own, in the order in which they must be tried. */
  private static final List<Rule> MARKS =
      List.of(
          // quotation marks that open
          new Rule("([«“‘„]|`+)", " $1 "),
          new Rule("^\"", "``"),
          new Rule("(``)", " $1 "),
          new Rule("([ (\\[{<])(\"|'{2})", "$1 `` "),
          new Rule("(?i)(')(?!re|ve|ll|m|t|s|d|n)(\\w)\\b", "$1 $2"),
          // the stop that ends a sentence, alone or before brackets and quotation marks
          new Rule("([^.])(\\.)([\\])}>\"'»”’ ]*)\\s*$", "$1 $2 $3 "),
          // a comma or a colon, unless digits follow
          new Rule("([:,])([^\\d])", " $1 $2"),
          new Rule("([:,])$", " $1 "),
          new Rule("(\\.{2,})", " $1 "),
          new Rule("([;@#$%&])", " $1 "),
          new Rule("([?!])", " $1 "),
          new Rule("([^'])' ", "$1 ' "),
          new Rule("([*])", " $1 "),
          new Rule("([\\]\\[(){}<>])", " $1 "),
          new Rule("--", " -- "));

  /** Quotation marks that close and contractions; they look for the space at the end of a word. */
  private static final List<Rule> ENDINGS =
      List.of(
          new Rule("([»”’])", " $1 "),
          new Rule("''", " '' "),
          new Rule("\"", " '' "),
          new Rule("([^' ])('[sSmMdD]|') ", "$1 $2 "),
          new Rule("([^' ])('ll|'LL|'re|'RE|'ve|'VE|n't|N'T) ", "$1 $2 "),
          new Rule("(?i)\\b(can)(not)\\b", " $1 $2 "),
          new Rule("(?i)\\b(d)('ye)\\b", " $1 $2 "),
          new Rule("(?i)\\b(gim|lem)(me)\\b", " $1 $2 "),
          new Rule("(?i)\\b(gon)(na)\\b", " $1 $2 "),
          new Rule("(?i)\\b(got)(ta)\\b", " $1 $2 "),
          new Rule("(?i)\\b(more)('n)\\b", " $1 $2 "),
          new Rule("(?i)\\b(wan)(na)(?=\\s)", " $1 $2 "),
          new Rule("(?i) ('t)(is|was)\\b", " $1 $2 "));

  @Override
  public int measure(String text) {
    return (int) words(text).filter(word -> !PUNCTUATION.contains(word)).count();
  }

  /** All tokens, punctuation included. */
  public List<String> tokens(String text) {
    return words(text).toList();
  }

  private static Stream<String> words(String text) {
    // long runs of white space would make the patterns slow
    String single = SPACE_RUN.matcher(text).replaceAll("$1");
    return SENTENCE_END
        .splitAsStream(single)
        .map(sentence -> apply(ENDINGS, ' ' + apply(MARKS, sentence) + ' '))
        .flatMap(SPACE::splitAsStream)
        .filter(word -> !word.isEmpty());
  }

  private static String apply(List<Rule> rules, String text) {
    String spaced = text;
    for (Rule rule : rules) {
      spaced = rule.pattern().matcher(spaced).replaceAll(rule.replacement());
    }
    return spaced;
  }

  private static Pattern pattern(String regex) {
    return Pattern.compile(regex, Pattern.UNICODE_CHARACTER_CLASS | Pattern.UNICODE_CASE);
  }

  private record Rule(Pattern pattern, String replacement) {

    Rule(String regex, String replacement) {
      this(WordMeter.pattern(regex), replacement);
    }
  }
}

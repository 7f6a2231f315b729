package dev.freshet.models.paper.length.writer;

import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.objects.Object2IntMap;
import it.unimi.dsi.fastutil.objects.Object2IntOpenHashMap;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The tokens of a writer: control tokens, characters to spell words of a source that it does not
 * know, and whole words and marks. Texts are lower case; a text that holds a word outside the
 * vocabulary has no tokens.
 */
public final class WriterVocabulary {

  /** Ends a text. */
  static final int END = 0;

  /** Begins a source. */
  static final int SOURCE = 1;

  /** Begins a text. */
  static final int TEXT = 2;

  private static final int FIRST_REMAINING = 3;
  private static final int FIRST_CHARACTER = FIRST_REMAINING + Remaining.values().length;
  private static final String CHARACTERS = "abcdefghijklmnopqrstuvwxyz0123456789?";
  private static final int FIRST_WORD = FIRST_CHARACTER + CHARACTERS.length();

  private static final Pattern WORD = Pattern.compile("'s\\b|\\p{Alnum}+(?:[-./]\\p{Alnum}+)*|\\S");
  private static final Set<String> NO_SPACE_BEFORE =
      Set.of(",", ";", ":", ".", "!", "?", ")", "'s", "%");
  private static final Set<String> NO_SPACE_AFTER = Set.of("(", "$", "#");

  private final List<String> words;
  private final Object2IntMap<String> ids = new Object2IntOpenHashMap<>();

  /**
   * A vocabulary of known words.
   *
   * @param words words and marks in lower case, each once, in the order of their ids
   */
  public WriterVocabulary(List<String> words) {
    this.words = List.copyOf(words);
    ids.defaultReturnValue(-1);
    for (int word = 0; word < words.size(); word++) {
      if (ids.put(words.get(word), FIRST_WORD + word) != -1) {
        throw new IllegalArgumentException("the vocabulary has a word twice: " + words.get(word));
      }
    }
  }

  /**
   * The most frequent words of texts.
   *
   * @param always words that belong to it whatever their frequency
   * @param most number of words, those included
   */
  public static WriterVocabulary of(Collection<String> texts, Collection<String> always, int most) {
    Map<String, Long> counts =
        texts.stream()
            .flatMap(WriterVocabulary::split)
            .collect(
                Collectors.groupingBy(word -> word, LinkedHashMap::new, Collectors.counting()));
    Comparator<Map.Entry<String, Long>> byCount =
        Map.Entry.<String, Long>comparingByValue()
            .reversed()
            .thenComparing(Map.Entry.comparingByKey());
    return new WriterVocabulary(
        Stream.concat(
                always.stream(), counts.entrySet().stream().sorted(byCount).map(Map.Entry::getKey))
            .distinct()
            .limit(most)
            .toList());
  }

  /** Words and marks in the order of their ids. */
  public List<String> words() {
    return words;
  }

  /** Number of tokens. */
  public int size() {
    return FIRST_WORD + words.size();
  }

  /** Token that tells how many words are still to be written. */
  int remaining(Remaining range) {
    return FIRST_REMAINING + range.code();
  }

  /** Whether a token is a word rather than a mark; words are what a length in words counts. */
  boolean isWord(int token) {
    return token >= FIRST_WORD
        && words.get(token - FIRST_WORD).chars().anyMatch(Character::isLetterOrDigit);
  }

  /** Whether a token may stand in a text. */
  boolean isText(int token) {
    return token >= FIRST_WORD;
  }

  /** Tokens of a text; empty where it holds an unknown word or would not be written back alike. */
  public Optional<int[]> encode(String text) {
    IntArrayList tokens = new IntArrayList();
    for (String word : split(text).toList()) {
      int id = ids.getInt(word);
      if (id < 0) {
        return Optional.empty();
      }
      tokens.add(id);
    }
    int[] encoded = tokens.toIntArray();
    return decode(encoded).equals(text) ? Optional.of(encoded) : Optional.empty();
  }

  /** Tokens of a source: words, and the characters of those that are not known. */
  int[] encodeSource(String source, int most) {
    IntArrayList tokens = new IntArrayList();
    tokens.add(SOURCE);
    for (String word : split(source.toLowerCase(Locale.ROOT)).toList()) {
      int id = ids.getInt(word);
      if (id >= 0) {
        tokens.add(id);
      } else {
        word.chars().map(WriterVocabulary::character).forEach(tokens::add);
      }
    }
    if (tokens.size() > most) {
      tokens.size(most);
    }
    return tokens.toIntArray();
  }

  private static int character(int character) {
    int place = CHARACTERS.indexOf(character);
    return FIRST_CHARACTER + (place < 0 ? CHARACTERS.length() - 1 : place);
  }

  /** The text of tokens, with spaces where English has them. */
  public String decode(int... tokens) {
    StringBuilder text = new StringBuilder();
    boolean tight = true;
    for (String word : IntStream.of(tokens).mapToObj(this::word).toList()) {
      if (!tight && !NO_SPACE_BEFORE.contains(word)) {
        text.append(' ');
      }
      text.append(word);
      tight = NO_SPACE_AFTER.contains(word);
    }
    return text.toString();
  }

  private String word(int token) {
    if (token < FIRST_WORD) {
      throw new IllegalArgumentException("token %d is no word of a text".formatted(token));
    }
    return words.get(token - FIRST_WORD);
  }

  private static Stream<String> split(String text) {
    return WORD.matcher(text).results().map(MatchResult::group);
  }
}

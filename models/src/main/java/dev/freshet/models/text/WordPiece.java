package dev.freshet.models.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.freshet.models.ModelException;
import java.io.IOException;
import java.io.InputStream;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Cuts text into the tokens of an uncased BERT: lower case without accents, words apart from
 * punctuation, each word as the longest pieces that the vocabulary holds.
 *
 * <p>Devlin et al., "BERT: Pre-training of Deep Bidirectional Transformers for Language
 * Understanding", NAACL 2019; the pieces after Wu et al., "Google's Neural Machine Translation
 * System", 2016, section 4.1. Thread-safe.
 */
public final class WordPiece {
  private static final String CONTINUATION = "##";
  private static final int LONGEST_WORD = 100;

  private final Map<String, Integer> vocabulary;
  private final int unknown;
  private final int begin;
  private final int end;

  private WordPiece(Map<String, Integer> vocabulary) {
    this.vocabulary = vocabulary;
    unknown = special("[UNK]");
    begin = special("[CLS]");
    end = special("[SEP]");
  }

  /**
   * Reads the vocabulary of a {@code tokenizer.json}.
   *
   * @throws ModelException if it is not one of WordPiece
   */
  static WordPiece read(InputStream tokenizer) {
    try {
      JsonNode model = new ObjectMapper().readTree(tokenizer).path("model");
      if (!model.path("type").asText().equals("WordPiece")) {
        throw new ModelException("the tokenizer is not a WordPiece: " + model.path("type"));
      }
      Map<String, Integer> vocabulary = new HashMap<>();
      model
          .path("vocab")
          .properties()
          .forEach(token -> vocabulary.put(token.getKey(), token.getValue().asInt()));
      return new WordPiece(vocabulary);
    } catch (IOException e) {
      throw new ModelException("reading the tokenizer", e);
    }
  }

  private int special(String token) {
    Integer id = vocabulary.get(token);
    if (id == null) {
      throw new ModelException("the tokenizer's vocabulary has no " + token);
    }
    return id;
  }

  /**
   * The ids of the tokens, between those of begin and end.
   *
   * @param longest ids at most; what is further is cut off
   */
  long[] ids(String text, int longest) {
    List<Integer> ids = new ArrayList<>();
    ids.add(begin);
    for (String word : words(text)) {
      if (ids.size() >= longest - 1) {
        break;
      }
      ids.addAll(pieces(word));
    }
    List<Integer> kept = ids.subList(0, Math.min(ids.size(), longest - 1));
    kept.add(end);
    return kept.stream().mapToLong(Integer::longValue).toArray();
  }

  private static List<String> words(String text) {
    String plain = Normalizer.normalize(text.toLowerCase(Locale.ROOT), Normalizer.Form.NFD);
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    plain
        .codePoints()
        .forEach(
            c -> {
              int type = Character.getType(c);
              boolean blank = Character.isWhitespace(c) || Character.isSpaceChar(c);
              if (blank || isPunctuation(c, type) || Character.isIdeographic(c)) {
                end(word, words);
                if (!blank) {
                  words.add(Character.toString(c));
                }
              } else if (type != Character.NON_SPACING_MARK
                  && type != Character.CONTROL
                  && type != Character.FORMAT
                  && c != 0xFFFD) {
                word.appendCodePoint(c);
              }
            });
    end(word, words);
    return words;
  }

  private static void end(StringBuilder word, List<String> words) {
    if (!word.isEmpty()) {
      words.add(word.toString());
      word.setLength(0);
    }
  }

  /** All that is no letter, digit or blank in ASCII, and what Unicode calls punctuation. */
  private static boolean isPunctuation(int c, int type) {
    if (c < 128) {
      return c > ' ' && c != 127 && !Character.isLetterOrDigit(c);
    }
    return type == Character.CONNECTOR_PUNCTUATION
        || type == Character.DASH_PUNCTUATION
        || type == Character.START_PUNCTUATION
        || type == Character.END_PUNCTUATION
        || type == Character.INITIAL_QUOTE_PUNCTUATION
        || type == Character.FINAL_QUOTE_PUNCTUATION
        || type == Character.OTHER_PUNCTUATION;
  }

  private List<Integer> pieces(String word) {
    if (word.length() > LONGEST_WORD) {
      return List.of(unknown);
    }
    List<Integer> pieces = new ArrayList<>();
    int from = 0;
    while (from < word.length()) {
      int to = word.length();
      Integer id = null;
      while (to > from && id == null) {
        String piece = word.substring(from, to);
        id = vocabulary.get(from == 0 ? piece : CONTINUATION + piece);
        to -= id == null ? 1 : 0;
      }
      if (id == null) {
        return List.of(unknown);
      }
      pieces.add(id);
      from = to;
    }
    return pieces;
  }
}

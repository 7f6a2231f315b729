package dev.freshet.experiments.paper.length;

import java.io.BufferedReader;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Reads headwords and their definitions from the database files of WordNet 3.1, which are on the
 * class path. Each synset gives one gloss, under its first word.
 */
final class WordNetGlosses {

  private static final String FOLDER = "/net/sf/extjwnl/data/wordnet/wn31/";
  private static final List<String> FILES =
      List.of("data.noun", "data.verb", "data.adj", "data.adv");
  private static final String LICENCE_INDENT = "  ";
  private static final String GLOSS = " | ";
  private static final String EXAMPLE = "; \"";
  private static final int CATEGORY_FIELD = 1;
  private static final int WORD_FIELD = 4;

  private WordNetGlosses() {}

  /** All glosses in the order of the files. */
  static List<Gloss> all() {
    List<Gloss> glosses = new ArrayList<>();
    for (String file : FILES) {
      try (InputStream stream = WordNetGlosses.class.getResourceAsStream(FOLDER + file)) {
        if (stream == null) {
          throw new FileNotFoundException(FOLDER + file + " is not on the class path");
        }
        new BufferedReader(new InputStreamReader(stream, StandardCharsets.ISO_8859_1))
            .lines()
            .map(WordNetGlosses::parse)
            .flatMap(Optional::stream)
            .forEach(glosses::add);
      } catch (IOException e) {
        throw new UncheckedIOException("reading WordNet", e);
      }
    }
    return List.copyOf(glosses);
  }

  /** The gloss of one line; empty for a line of the licence. */
  static Optional<Gloss> parse(String line) {
    int bar = line.indexOf(GLOSS);
    if (line.startsWith(LICENCE_INDENT) || bar < 0) {
      return Optional.empty();
    }
    String[] fields = line.substring(0, bar).split(" ", -1);
    String definition = line.substring(bar + GLOSS.length());
    int example = definition.indexOf(EXAMPLE);
    if (example >= 0) {
      definition = definition.substring(0, example);
    }
    String word = fields[WORD_FIELD];
    int marker = word.indexOf('('); // adjectives say where they may stand, such as galore(ip)
    return Optional.of(
        new Gloss(
            (marker > 0 ? word.substring(0, marker) : word)
                .replace('_', ' ')
                .toLowerCase(Locale.ROOT),
            Integer.parseInt(fields[CATEGORY_FIELD]),
            definition.strip().replaceAll(";$", "").toLowerCase(Locale.ROOT)));
  }

  /**
   * A headword and what it means.
   *
   * @param headword in lower case, words separated by spaces
   * @param category number of WordNet's file of its kind, such as 5 for animals
   * @param text the definition in lower case, without examples
   */
  record Gloss(String headword, int category, String text) {}
}

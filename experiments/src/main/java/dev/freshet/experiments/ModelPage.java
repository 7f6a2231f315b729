package dev.freshet.experiments;

import dev.freshet.experiments.report.Table;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A model page whose tables an experiment writes. A table named {@code X} stands between the lines
 * {@code <!-- table: X -->} and {@code <!-- end -->}; everything else belongs to the author.
 *
 * @param lines of the page
 */
record ModelPage(List<String> lines) {

  private static final String BEGIN = "<!-- table: ";
  private static final String CLOSE = " -->";
  private static final String END = "<!-- end -->";

  ModelPage {
    lines = List.copyOf(lines);
  }

  static ModelPage read(Path file) {
    try {
      return new ModelPage(Files.readAllLines(file));
    } catch (IOException e) {
      throw new UncheckedIOException("reading the model page " + file, e);
    }
  }

  /** Names of the marked tables, in order. */
  List<String> tables() {
    return lines.stream().filter(ModelPage::isBegin).map(ModelPage::name).toList();
  }

  /** Lines of the marked table, as they stand. */
  List<String> table(String name) {
    int begin = lines.indexOf(BEGIN + name + CLOSE) + 1;
    return lines.subList(begin, begin + lines.subList(begin, lines.size()).indexOf(END));
  }

  /**
   * The page with the given tables in their places; a place whose table is not given stays as it
   * is.
   *
   * @throws IllegalArgumentException if a place does not end
   */
  ModelPage with(Map<String, Table> tables) {
    List<String> result = new ArrayList<>();
    int i = 0;
    while (i < lines.size()) {
      String line = lines.get(i++);
      result.add(line);
      if (!isBegin(line)) {
        continue;
      }
      int end = i;
      while (end < lines.size() && !lines.get(end).equals(END)) {
        if (isBegin(lines.get(end))) {
          throw new IllegalArgumentException("the table %s does not end".formatted(name(line)));
        }
        end++;
      }
      if (end == lines.size()) {
        throw new IllegalArgumentException("the table %s does not end".formatted(name(line)));
      }
      Table table = tables.get(name(line));
      result.addAll(
          table == null ? lines.subList(i, end) : table.markdown().strip().lines().toList());
      i = end;
    }
    return new ModelPage(result);
  }

  String text() {
    return String.join("\n", lines) + "\n";
  }

  private static boolean isBegin(String line) {
    return line.startsWith(BEGIN) && line.endsWith(CLOSE);
  }

  private static String name(String line) {
    return line.substring(BEGIN.length(), line.length() - CLOSE.length());
  }
}

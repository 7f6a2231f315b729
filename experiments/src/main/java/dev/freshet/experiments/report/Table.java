package dev.freshet.experiments.report;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A table, for the console or a page. The first column is left-aligned, the others right-aligned.
 *
 * @param rows each as long as the header
 */
public record Table(List<String> header, List<List<String>> rows) implements Figure {

  public Table {
    header = List.copyOf(header);
    rows = rows.stream().map(List::copyOf).toList();
    for (List<String> row : rows) {
      if (row.size() != header.size()) {
        throw new IllegalArgumentException(
            "a row of %d cells under a header of %d: %s".formatted(row.size(), header.size(), row));
      }
    }
  }

  /** The table in columns of spaces, each line ended. */
  public String text() {
    var out = new StringBuilder();
    line(out, header);
    rows.forEach(row -> line(out, row));
    return out.toString();
  }

  private void line(StringBuilder out, List<String> cells) {
    var line = new StringBuilder();
    for (int column = 0; column < cells.size(); column++) {
      String cell = cells.get(column);
      String padding = " ".repeat(width(column) - cell.length());
      line.append(column == 0 ? cell + padding : "  " + padding + cell);
    }
    out.append(line.toString().stripTrailing()).append('\n');
  }

  private int width(int column) {
    int width = header.get(column).length();
    for (List<String> row : rows) {
      width = Math.max(width, row.get(column).length());
    }
    return width;
  }

  @Override
  public String html() {
    return "<table><thead>"
        + row("th", header)
        + "</thead><tbody>"
        + rows.stream().map(row -> row("td", row)).collect(Collectors.joining())
        + "</tbody></table>\n";
  }

  private static String row(String cell, List<String> cells) {
    return cells.stream()
        .map(text -> "<%s>%s</%s>".formatted(cell, Html.escaped(text), cell))
        .collect(Collectors.joining("", "<tr>", "</tr>"));
  }

  @Override
  public String markdown() {
    var out = new StringBuilder(markdownRow(header));
    out.append("| --- |").append(" ---: |".repeat(header.size() - 1)).append('\n');
    rows.forEach(row -> out.append(markdownRow(row)));
    return out.toString();
  }

  private static String markdownRow(List<String> cells) {
    return cells.stream()
        .map(cell -> cell.replace("|", "\\|"))
        .collect(Collectors.joining(" | ", "| ", " |\n"));
  }
}

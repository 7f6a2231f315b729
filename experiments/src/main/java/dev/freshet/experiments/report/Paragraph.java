package dev.freshet.experiments.report;

/** Plain text. */
public record Paragraph(String text) implements Figure {

  @Override
  public String html() {
    return "<p>" + Html.escaped(text) + "</p>\n";
  }

  @Override
  public String markdown() {
    return text + "\n";
  }
}

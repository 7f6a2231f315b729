package dev.freshet.experiments.report;

/** Begins a section. */
public record Heading(String text) implements Figure {

  @Override
  public String html() {
    return "<h2>" + Html.escaped(text) + "</h2>\n";
  }

  @Override
  public String markdown() {
    return "## " + text + "\n";
  }
}

package dev.freshet.experiments.report;

/** Text as it may stand in a page. */
final class Html {

  private Html() {}

  /** {@code text} with what has a meaning in HTML replaced. */
  static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}

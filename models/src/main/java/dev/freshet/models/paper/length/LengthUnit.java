package dev.freshet.models.paper.length;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a length counts. */
public enum LengthUnit {
  /** Words by the Treebank rules, see {@link WordMeter}. */
  WORD("words"),
  /** What a reader sees as one character: extended grapheme clusters of Unicode. */
  GRAPHEME("characters"),
  /** Columns of a fixed-width display: 2 for wide and full-width characters, 0 for marks. */
  COLUMN("columns"),
  /** UTF-16 code units, as JavaScript and Java count. */
  UTF16("UTF-16 units"),
  /** Tokens of the model that writes. */
  TOKEN("tokens");

  private final String plural;

  LengthUnit(String plural) {
    this.plural = plural;
  }

  /** The unit as a prompt says it. */
  public String plural() {
    return plural;
  }

  /** The unit of this name in lower case, such as {@code word}. */
  public static Optional<LengthUnit> named(String name) {
    return Arrays.stream(values()).filter(unit -> unit.label().equals(name)).findFirst();
  }

  /** Name in requests and metrics: lower case. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The meter of this unit.
   *
   * @param tokens counts a model's tokens; used by {@link #TOKEN} only
   */
  public LengthMeter meter(LengthMeter tokens) {
    return switch (this) {
      case WORD -> new WordMeter();
      case GRAPHEME -> new GraphemeMeter();
      case COLUMN -> new ColumnMeter();
      case UTF16 -> String::length;
      case TOKEN -> tokens;
    };
  }
}

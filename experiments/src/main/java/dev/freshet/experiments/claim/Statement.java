package dev.freshet.experiments.claim;

import java.util.Locale;

/**
 * What should hold.
 *
 * @param id names the claim within its experiment in JSON, such as {@code planted-soft-over-parent}
 * @param text for a reader, with the bound where it is not zero
 * @param required whether the experiment fails without it: true of planted data, whose answer is
 *     known
 */
public record Statement(String id, String text, boolean required) {

  public Statement {
    if (!id.matches("[a-z0-9]+(-[a-z0-9]+)*")) {
      throw new IllegalArgumentException("an id has lower-case words joined by hyphens: " + id);
    }
  }

  /** A statement about planted data, which must hold. */
  public static Statement required(String id, String text) {
    return new Statement(id, text, true);
  }

  /** A statement that is reported as it turns out. */
  public static Statement reported(String id, String text) {
    return new Statement(id, text, false);
  }

  /** An id made of the words of {@code parts}; other characters become hyphens. */
  public static String id(String... parts) {
    return String.join("-", parts)
        .toLowerCase(Locale.ROOT)
        .replaceAll("[^a-z0-9]+", "-")
        .replaceAll("^-|-$", "");
  }
}

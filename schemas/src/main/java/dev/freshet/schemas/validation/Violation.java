package dev.freshet.schemas.validation;

/**
 * A rule that a record breaks.
 *
 * @param field name of the field, or {@code key}
 * @param rule what the field must be, as the end of a sentence that begins with its name
 */
public record Violation(String field, String rule) {

  /** The whole sentence, such as {@code user must not be blank}. */
  public String text() {
    return field + " " + rule;
  }
}

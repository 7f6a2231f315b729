package dev.freshet.serving.intake;

/** A field of an item breaks a rule; {@link Batch} turns it into a value. */
public final class InvalidField extends Exception {
  private static final long serialVersionUID = 1L;

  private final String field;

  /**
   * @param field name of the field
   * @param rule what the field must be
   */
  public InvalidField(String field, String rule) {
    super(rule, null, false, false);
    this.field = field;
  }

  /** Name of the field. */
  public String field() {
    return field;
  }

  /** What the field must be. */
  public String rule() {
    return String.valueOf(getMessage());
  }
}

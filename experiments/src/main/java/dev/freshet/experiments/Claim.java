package dev.freshet.experiments;

/**
 * Something that a method is said to do, and what was measured of it.
 *
 * @param statement what should hold, with its bound
 * @param required whether the experiment fails without it: true of tests on planted data, whose
 *     answer is known
 * @param measured the figure, with its interval where it has one
 * @param met whether the statement held
 */
public record Claim(String statement, boolean required, String measured, boolean met) {

  /** A claim about planted data, which must hold. */
  public static Claim required(String statement, String measured, boolean met) {
    return new Claim(statement, true, measured, met);
  }

  /** A claim that is reported as it turns out. */
  public static Claim reported(String statement, String measured, boolean met) {
    return new Claim(statement, false, measured, met);
  }

  /** Whether the experiment fails because of this claim. */
  boolean fails() {
    return required && !met;
  }

  String verdict() {
    return met ? "met" : required ? "FAILED" : "missed";
  }
}

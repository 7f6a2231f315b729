package dev.freshet.experiments.claim;

import dev.freshet.experiments.report.Numbers;
import dev.freshet.models.eval.Difference;

/**
 * A figure, with its interval where it has one.
 *
 * @param value the figure
 * @param low lower end of its 95 % interval; NaN without one
 * @param high upper end of its 95 % interval; NaN without one
 * @param note what a reader should know beside it, such as a unit; may be empty
 */
public record Measured(double value, double low, double high, String note) {

  /** A difference between two models, with its interval. */
  public static Measured of(Difference difference) {
    return new Measured(difference.value(), difference.low(), difference.high(), "");
  }

  /** A figure without an interval. */
  public static Measured of(double value) {
    return new Measured(value, Double.NaN, Double.NaN, "");
  }

  /** The same figure with a note. */
  public Measured with(String newNote) {
    return new Measured(value, low, high, newNote);
  }

  /** The figure and its interval with their signs, for a table. */
  public String signed() {
    return Numbers.signed(value, low, high);
  }

  /** Whether there is an interval. */
  public boolean hasInterval() {
    return !Double.isNaN(low) && !Double.isNaN(high);
  }
}

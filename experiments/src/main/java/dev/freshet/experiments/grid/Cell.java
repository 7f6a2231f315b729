package dev.freshet.experiments.grid;

import java.util.Map;
import java.util.function.LongFunction;

/**
 * A run of one arm, or of several that come of one training.
 *
 * @param name in messages
 * @param configuration all that the outcome depends on beside data and seed, such as a record of
 *     hyperparameters as text: runs with another one are kept apart
 * @param kind how it is run
 * @param run gives the units of each arm by its label; the same seed gives the same units
 */
public record Cell(
    String name, String configuration, Kind kind, LongFunction<Map<String, Units>> run) {

  /** How a cell is run. */
  public enum Kind {
    /** With each seed, beside other cells. */
    SEEDED,

    /** Nothing in it is random: with the first seed alone, beside other cells. */
    SEEDLESS,

    /** With each seed; with the first one while nothing else runs, as it measures times. */
    TIMED,

    /** With the first seed alone, while nothing else runs. */
    TIMED_ONCE;

    boolean isTimed() {
      return this == TIMED || this == TIMED_ONCE;
    }

    boolean isOnce() {
      return this == SEEDLESS || this == TIMED_ONCE;
    }
  }

  /** A cell with one arm. */
  public static Cell of(String arm, String configuration, Kind kind, LongFunction<Units> run) {
    return new Cell(arm, configuration, kind, seed -> Map.of(arm, run.apply(seed)));
  }

  /** A cell with one arm that is run with each seed. */
  public static Cell of(String arm, String configuration, LongFunction<Units> run) {
    return of(arm, configuration, Kind.SEEDED, run);
  }
}

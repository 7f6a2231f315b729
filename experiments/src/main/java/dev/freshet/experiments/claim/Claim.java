package dev.freshet.experiments.claim;

import dev.freshet.experiments.report.Numbers;
import java.util.List;
import java.util.stream.Collectors;

/** A statement with its bound, what was measured of it, and whether it held. */
public sealed interface Claim {

  /** What should hold. */
  Statement statement();

  /** What was measured. */
  Measured measured();

  /** What the figure is compared with. */
  double bound();

  /** Whether the statement held. */
  boolean met();

  /** The figure for a reader, its note left out. */
  String figure();

  /** The figure with its note. */
  default String text() {
    String note = measured().note();
    return note.isEmpty() ? figure() : figure() + " " + note;
  }

  /** Whether the experiment fails because of this claim. */
  default boolean fails() {
    return statement().required() && !met();
  }

  /** The verdict for a reader. */
  default String verdict() {
    return met() ? "met" : statement().required() ? "FAILED" : "missed";
  }

  /** The whole interval lies above the bound; without an interval the figure does. */
  record Above(Statement statement, Measured measured, double bound) implements Claim {

    /** Above zero. */
    public Above(Statement statement, Measured measured) {
      this(statement, measured, 0);
    }

    @Override
    public boolean met() {
      return (measured.hasInterval() ? measured.low() : measured.value()) > bound;
    }

    @Override
    public String figure() {
      return measured.signed();
    }
  }

  /** The whole interval does not lie above the bound; without an interval the figure does not. */
  record NotAbove(Statement statement, Measured measured, double bound) implements Claim {

    @Override
    public boolean met() {
      return !((measured.hasInterval() ? measured.low() : measured.value()) > bound);
    }

    @Override
    public String figure() {
      return measured.hasInterval() ? measured.signed() : Numbers.number(measured.value(), 2);
    }
  }

  /** One figure is at least {@code bound} times another. */
  record Ratio(Statement statement, Measured measured, double bound) implements Claim {

    @Override
    public boolean met() {
      return measured.value() >= bound;
    }

    @Override
    public String figure() {
      return Numbers.number(measured.value(), 3) + "x";
    }
  }

  /**
   * The figure is zero but for {@code bound}: the whole interval lies within the bound, and without
   * an interval the figure does. A bound of zero asks that the interval holds zero.
   */
  record EqualWithin(Statement statement, Measured measured, double bound) implements Claim {

    @Override
    public boolean met() {
      if (!measured.hasInterval()) {
        return Math.abs(measured.value()) <= bound;
      }
      return bound == 0
          ? measured.low() <= 0 && measured.high() >= 0
          : measured.low() > -bound && measured.high() < bound;
    }

    @Override
    public String figure() {
      return measured.signed();
    }
  }

  /**
   * Each value is at least the one before it, less the bound.
   *
   * @param values in the order in which they should grow; at least two
   */
  record Monotone(Statement statement, List<Double> values, double bound) implements Claim {

    public Monotone {
      values = List.copyOf(values);
      if (values.size() < 2) {
        throw new IllegalArgumentException("at least two values are needed: " + values);
      }
    }

    /** The least growth from one value to the next. */
    @Override
    public Measured measured() {
      double least = Double.POSITIVE_INFINITY;
      for (int i = 1; i < values.size(); i++) {
        least = Math.min(least, values.get(i) - values.get(i - 1));
      }
      return Measured.of(least);
    }

    @Override
    public boolean met() {
      return measured().value() >= -bound;
    }

    @Override
    public String figure() {
      return values.stream().map(Numbers::metric).collect(Collectors.joining(", "));
    }
  }

  /** The figure is the bound, to the last bit. */
  record Exact(Statement statement, Measured measured, double bound) implements Claim {

    @Override
    public boolean met() {
      return measured.value() == bound;
    }

    @Override
    public String figure() {
      return Numbers.number(measured.value(), 0);
    }
  }
}

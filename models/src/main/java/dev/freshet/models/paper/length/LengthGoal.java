package dev.freshet.models.paper.length;

/**
 * How long a text must be, in the unit of a {@link LengthMeter}. Both bounds belong to the goal.
 *
 * @param from shortest length that satisfies, at least 1
 * @param to longest length that satisfies, at most {@link #LONGEST}
 */
public record LengthGoal(int from, int to) {

  /** Longest length that can be asked for. */
  public static final int LONGEST = 10_000;

  /** Checks the bounds. */
  public LengthGoal {
    if (from < 1 || to > LONGEST) {
      throw new IllegalArgumentException(
          "a length must be from 1 to %d, but the goal is %d to %d".formatted(LONGEST, from, to));
    }
    if (from > to) {
      throw new IllegalArgumentException(
          "a goal must not end (%d) before it begins (%d)".formatted(to, from));
    }
  }

  /** Exactly this length. */
  public static LengthGoal exact(int length) {
    return new LengthGoal(length, length);
  }

  /** At least {@code from} and at most {@code to}. */
  public static LengthGoal between(int from, int to) {
    return new LengthGoal(from, to);
  }

  /** Not empty and at most {@code length}. */
  public static LengthGoal atMost(int length) {
    return new LengthGoal(1, length);
  }

  /** Whether a text of this length satisfies the goal. */
  public boolean satisfiedBy(int length) {
    return distance(length) == 0;
  }

  /** How far a length is from the nearest one that satisfies; 0 where it satisfies. */
  public int distance(int length) {
    return Math.max(0, Math.max(from - length, length - to));
  }

  /** How a prompt says it, such as {@code exactly 12} or {@code from 10 to 14}. */
  public String inWords() {
    if (from == to) {
      return "exactly " + from;
    }
    return from == 1 ? "at most " + to : "from " + from + " to " + to;
  }
}

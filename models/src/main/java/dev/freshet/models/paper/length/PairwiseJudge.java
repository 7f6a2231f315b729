package dev.freshet.models.paper.length;

import java.util.OptionalDouble;

/**
 * Compares two texts directly, in both orders because judges favour one: {@code Φ = w / (1 - w)}
 * with {@code w} the mean chance that the proposed text wins, clipped to [1/20, 20].
 */
public final class PairwiseJudge implements Judge {

  private static final double MOST_ODDS = 20;

  private final Comparison comparison;
  private final Judge grades;

  /** Chance that the first text shown wins over the second one. */
  @FunctionalInterface
  public interface Comparison {

    /** From 0 to 1, .5 for a tie; empty where the answer cannot be read. */
    OptionalDouble chanceOfFirst(String first, String second);
  }

  /**
   * A judge over a comparison.
   *
   * @param grades compares the texts that satisfy the goal at the end
   */
  public PairwiseJudge(Comparison comparison, Judge grades) {
    this.comparison = comparison;
    this.grades = grades;
  }

  @Override
  public OptionalDouble logRatio(String proposed, String current) {
    OptionalDouble shownFirst = comparison.chanceOfFirst(proposed, current);
    OptionalDouble shownSecond = comparison.chanceOfFirst(current, proposed);
    if (shownFirst.isEmpty() || shownSecond.isEmpty()) {
      return OptionalDouble.empty();
    }
    double wins = (shownFirst.getAsDouble() + 1 - shownSecond.getAsDouble()) / 2;
    double odds = Math.clamp(wins / (1 - wins), 1 / MOST_ODDS, MOST_ODDS);
    return OptionalDouble.of(Math.log(odds));
  }

  @Override
  public OptionalDouble grade(String text) {
    return grades.grade(text);
  }
}

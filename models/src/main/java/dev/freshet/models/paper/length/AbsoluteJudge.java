package dev.freshet.models.paper.length;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Function;

/**
 * Grades each text by itself and asks once per text. The log-probability of a model that can be
 * evaluated fits here as well as the grade of a black box.
 *
 * <p>Belongs to one run; not thread-safe.
 */
public final class AbsoluteJudge implements Judge {

  private final Function<String, OptionalDouble> logGrade;
  private final Map<String, OptionalDouble> known = new HashMap<>();

  /**
   * A judge over a grade.
   *
   * @param logGrade logarithm of the grade {@code φ(y)} or of the probability {@code P(y)}
   */
  public AbsoluteJudge(Function<String, OptionalDouble> logGrade) {
    this.logGrade = logGrade;
  }

  @Override
  public OptionalDouble logRatio(String proposed, String current) {
    OptionalDouble after = grade(proposed);
    OptionalDouble before = grade(current);
    return after.isPresent() && before.isPresent()
        ? OptionalDouble.of(after.getAsDouble() - before.getAsDouble())
        : OptionalDouble.empty();
  }

  @Override
  public OptionalDouble grade(String text) {
    return known.computeIfAbsent(text, logGrade);
  }
}

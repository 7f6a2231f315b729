package dev.freshet.models.paper.length.prompted;

import dev.freshet.models.ModelException;
import dev.freshet.models.language.text.Generation;
import dev.freshet.models.language.text.GenerationRequest;
import dev.freshet.models.language.text.Sampling;
import dev.freshet.models.language.text.TextModel;
import dev.freshet.models.paper.length.AbsoluteJudge;
import dev.freshet.models.paper.length.Judge;
import dev.freshet.models.paper.length.PairwiseJudge;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import java.util.regex.Pattern;

/**
 * Asks a language model how good texts are. An answer that cannot be read, or a request that fails,
 * is no grade: the proposal is refused.
 */
public final class PromptedGrades {

  private static final Pattern NUMBER = Pattern.compile("10|[1-9]");
  private static final Pattern BETWEEN = Pattern.compile("[\\s,;]+");
  private static final int TOKENS_OF_A_NUMBER = 8;

  private final TextModel model;
  private final CopyBrief brief;
  private final Duration deadline;

  /**
   * Grades of texts about one source.
   *
   * @param deadline of one request
   */
  public PromptedGrades(TextModel model, CopyBrief brief, Duration deadline) {
    this.model = model;
    this.brief = brief;
    this.deadline = deadline;
  }

  /** A judge that grades each text by itself. */
  public Judge absolute() {
    return new AbsoluteJudge(this::logGrade);
  }

  /** A judge that compares texts, and grades those that satisfy a goal. */
  public Judge pairwise() {
    return new PairwiseJudge(this::chanceOfFirst, absolute());
  }

  /** Logarithm of {@code φ}: the mean of the grades from 1 to 10 of all criteria, over 10. */
  private OptionalDouble logGrade(String text) {
    String question =
        "Grade the text from 1 to 10 by each of: %s. Answer with %d numbers alone."
            .formatted(String.join(", ", brief.criteria()), brief.criteria().size());
    int tokens = TOKENS_OF_A_NUMBER * brief.criteria().size();
    try {
      Generation answer =
          model.generate(
              new GenerationRequest(
                  brief.ask(question, text), Sampling.GREEDY, tokens, List.of(), deadline));
      // a grade that was cut could be the 1 of a 10
      return answer.finish() == Generation.Finish.STOP
          ? read(answer.text())
          : OptionalDouble.empty();
    } catch (ModelException e) {
      return OptionalDouble.empty();
    }
  }

  private OptionalDouble read(String answer) {
    List<String> grades = BETWEEN.splitAsStream(answer.strip()).toList();
    if (grades.size() != brief.criteria().size()
        || !grades.stream().allMatch(grade -> NUMBER.matcher(grade).matches())) {
      return OptionalDouble.empty();
    }
    double mean = grades.stream().mapToInt(Integer::parseInt).average().orElseThrow();
    return OptionalDouble.of(Math.log(mean / 10));
  }

  private OptionalDouble chanceOfFirst(String first, String second) {
    String question =
        "Which text is better by %s: A, the first, or B, the second? Answer with A or B alone."
            .formatted(String.join(", ", brief.criteria()));
    try {
      return OptionalDouble.of(
          model
              .scoreLabels(brief.ask(question, first, second), List.of("A", "B"))
              .probabilities()
              .getFirst());
    } catch (ModelException e) {
      return OptionalDouble.empty();
    }
  }
}

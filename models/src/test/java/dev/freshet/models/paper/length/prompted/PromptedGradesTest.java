package dev.freshet.models.paper.length.prompted;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.freshet.models.ModelException;
import dev.freshet.models.language.text.Generation;
import dev.freshet.models.language.text.Generation.Finish;
import dev.freshet.models.language.text.LabelScores;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PromptedGradesTest {

  private static final LabelScores TIE = new LabelScores(List.of(.5, .5), true);

  @Test
  void gradesByTheMeanOfAllCriteria() {
    PromptedGrades grades = grades(ScriptedTextModel.writing(prompt -> " 10, 6\n"));

    // log(((10 + 6) / 2) / 10) = log .8
    assertThat(grades.absolute().grade("a cat").orElseThrow())
        .isCloseTo(-.2231435513, within(1e-9));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "7", "7, 8, 9", "0, 5", "11, 5", "7 and 8", "good, fine", "7.5, 8"})
  void givesNoGradeWhereTheAnswerCannotBeRead(String answer) {
    PromptedGrades grades = grades(ScriptedTextModel.writing(prompt -> answer));

    assertThat(grades.absolute().grade("a cat")).isEmpty();
  }

  @Test
  void givesNoGradeWhereTheAnswerWasCut() {
    PromptedGrades grades =
        grades(
            new ScriptedTextModel(
                request -> new Generation("7, 1", 3, Finish.LENGTH, OptionalDouble.empty()),
                prompt -> TIE));

    assertThat(grades.absolute().grade("a cat")).isEmpty();
  }

  @Test
  void comparesInBothOrders() {
    // the model wins with "better" in 90 % when it stands first, in 70 % when it stands second
    PromptedGrades grades =
        grades(
            new ScriptedTextModel(
                request -> ScriptedTextModel.ended("5, 5"),
                prompt ->
                    ScriptedTextModel.said(prompt).contains("<text>better</text>\n<text>worse")
                        ? new LabelScores(List.of(.9, .1), true)
                        : new LabelScores(List.of(.3, .7), true)));

    // w = (.9 + .7) / 2 = .8, log(.8 / .2) = log 4
    assertThat(grades.pairwise().logRatio("better", "worse").orElseThrow())
        .isCloseTo(1.3862943611, within(1e-9));
  }

  @Test
  void givesNoGradeWhereTheModelFails() {
    PromptedGrades grades =
        grades(
            new ScriptedTextModel(
                request -> {
                  throw new ModelException("the server is gone");
                },
                prompt -> {
                  throw new ModelException("the server is gone");
                }));

    assertThat(grades.pairwise().grade("a cat")).isEmpty();
    assertThat(grades.pairwise().logRatio("a cat", "a dog")).isEmpty();
  }

  private static PromptedGrades grades(ScriptedTextModel model) {
    return new PromptedGrades(
        model,
        new CopyBrief("Write a title.", "a cat", List.of("fluency", "relevance")),
        Duration.ofSeconds(1));
  }
}

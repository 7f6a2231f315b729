package dev.freshet.experiments.paper.length;

import static dev.freshet.experiments.paper.length.EnumerableTexts.stationary;
import static dev.freshet.experiments.paper.length.EnumerableTexts.totalVariation;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.freshet.models.paper.length.Kernel;
import org.junit.jupiter.api.Test;

/** The constants are those of the exact sums over all 120 texts; letters cancel out of them. */
class EnumerableTextsTest {

  private static final double MASS_ON_GOAL = .3838;
  private static final double MEAN_STEPS = 10.2845;

  @Test
  void balancesEachPairOfTextsWithTheExactKernel() {
    for (long seed = 1; seed <= 6; seed++) {
      EnumerableTexts texts = new EnumerableTexts(seed);
      double[] target = texts.target();
      double[][] matrix = texts.matrix(Kernel.EXACT_HASTINGS);

      for (int from = 0; from < target.length; from++) {
        for (int to = 0; to < target.length; to++) {
          assertThat(target[from] * matrix[from][to])
              .isCloseTo(target[to] * matrix[to][from], within(1e-12));
        }
      }
    }
  }

  @Test
  void reachesTheGoalAfterTheKnownNumberOfSteps() {
    for (long seed = 1; seed <= 6; seed++) {
      EnumerableTexts texts = new EnumerableTexts(seed);

      assertThat(texts.massOnGoal(texts.target())).isCloseTo(MASS_ON_GOAL, within(5e-5));
      assertThat(texts.meanStepsToGoal(texts.matrix(Kernel.EXACT_HASTINGS)))
          .isCloseTo(MEAN_STEPS, within(5e-5));
    }
  }

  @Test
  void seeksTheLengthInsteadOfSamplingWithTheBound() {
    for (long seed = 1; seed <= 6; seed++) {
      EnumerableTexts texts = new EnumerableTexts(seed);
      double[][] matrix = texts.matrix(Kernel.BOUND);
      double[] law = stationary(matrix);

      assertThat(totalVariation(law, texts.target())).isGreaterThan(.4);
      assertThat(texts.massOnGoal(law)).isGreaterThan(2 * MASS_ON_GOAL);
      assertThat(texts.meanStepsToGoal(matrix)).isLessThan(MEAN_STEPS / 4);
    }
  }

  @Test
  void samplesTheTargetLawInALongRun() {
    EnumerableTexts texts = new EnumerableTexts(1);

    double[] shares = texts.sample(Kernel.EXACT_HASTINGS, 500_000, 1);

    assertThat(totalVariation(shares, texts.target())).isLessThanOrEqualTo(.015);
  }
}

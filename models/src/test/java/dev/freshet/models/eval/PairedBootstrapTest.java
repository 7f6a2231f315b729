package dev.freshet.models.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.freshet.models.eval.PairedBootstrap.Differences;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PairedBootstrapTest {

  @Test
  void isSureOfAModelThatIsClearlyBetter() {
    ScoredLabels good = noisy(200, 0.5, 1);
    ScoredLabels bad = noisy(200, 3, 2);

    Differences differences = PairedBootstrap.defaults().compare(good, bad);

    assertThat(differences.auc().isAboveZero()).isTrue();
    assertThat(differences.gauc().isAboveZero()).isTrue();
    assertThat(differences.auc().value())
        .isEqualTo(good.evaluation().auc() - bad.evaluation().auc(), within(1e-12))
        .isBetween(differences.auc().low(), differences.auc().high());
    assertThat(differences.gauc().value())
        .isEqualTo(good.evaluation().gauc() - bad.evaluation().gauc(), within(1e-12))
        .isBetween(differences.gauc().low(), differences.gauc().high());
    assertThat(differences.logLoss().value())
        .isEqualTo(good.evaluation().logLoss() - bad.evaluation().logLoss(), within(1e-12));
  }

  @Test
  void isNotSureOfModelsThatAreAlike() {
    Differences differences =
        PairedBootstrap.defaults().compare(noisy(200, 2, 1), noisy(200, 2, 2));

    assertThat(differences.auc().low()).isNegative();
    assertThat(differences.auc().high()).isPositive();
    assertThat(differences.gauc().isAboveZero()).isFalse();
  }

  @Test
  void findsNoDifferenceOfAModelToItself() {
    ScoredLabels labels = noisy(50, 1, 1);

    Differences differences = PairedBootstrap.defaults().compare(labels, labels);

    assertThat(differences.auc()).isEqualTo(new Difference(0, 0, 0));
    assertThat(differences.gauc()).isEqualTo(new Difference(0, 0, 0));
  }

  @Test
  void givesTheSameIntervalForTheSameSeedAndAnotherForAnother() {
    ScoredLabels one = noisy(50, 1, 1);
    ScoredLabels other = noisy(50, 1, 2);

    Differences first = new PairedBootstrap(200, 7).compare(one, other);
    Differences again = new PairedBootstrap(200, 7).compare(one, other);
    Differences seeded = new PairedBootstrap(200, 8).compare(one, other);

    assertThat(again).isEqualTo(first);
    assertThat(seeded).isNotEqualTo(first);
    assertThat(seeded.auc().value()).isEqualTo(first.auc().value());
  }

  @Test
  void countsAnExampleAsOftenAsItsUserWasDrawn() {
    // user 0: positive .9, negative .5; user 1: positive .5, negative .7 twice
    int[] users = {0, 0, 1, 1, 1};
    float[] scores = {.9f, .5f, .5f, .7f, .7f};
    boolean[] positive = {true, false, true, false, false};
    ModelScores model = new ModelScores(users, scores, positive);

    // user 0 twice, user 1 once: positives .9 .9 .5, negatives .5 .5 .7 .7;
    // each .9 wins 4, .5 ties 2: 9 / 12
    assertThat(model.auc(new int[] {2, 1})).isEqualTo(0.75);
    // AUC of user 0 is 1 with 2 * 2 impressions, of user 1 it is 0 with 3
    assertThat(model.gauc(new int[] {2, 1})).isCloseTo(4.0 / 7, within(1e-12));
    // user 1 alone
    assertThat(model.auc(new int[] {0, 1})).isZero();
    // -ln .9, -ln .5 twice each; -ln .5, -ln .3, -ln .3: 4.698109 / 7
    assertThat(model.logLoss(new int[] {2, 1})).isCloseTo(0.671158, within(1e-6));
  }

  @Test
  void refusesModelsScoredOnDifferentExamples() {
    assertThatThrownBy(() -> PairedBootstrap.defaults().compare(noisy(5, 1, 1), noisy(6, 1, 1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new PairedBootstrap(39, 1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** Scores of the same labels, the worse the more noise. */
  private static ScoredLabels noisy(int users, double noise, long seed) {
    SplittableRandom labels = new SplittableRandom(99);
    SplittableRandom random = new SplittableRandom(seed);
    ScoredLabels scored = new ScoredLabels();
    for (int user = 0; user < users; user++) {
      for (int i = 0; i < 6; i++) {
        boolean positive = labels.nextInt(3) == 0;
        double logit = (positive ? 1 : -1) + noise * random.nextGaussian();
        scored.add("u" + user, (float) (1 / (1 + Math.exp(-logit))), positive);
      }
    }
    return scored;
  }

  @Test
  void findsTheIntervalOfAMeanBetweenTheExtremesOfTheUsers() {
    double[] one = {0.5, 0.7, 0.9, 0.7};
    double[] two = {0.4, 0.5, 0.6, 0.5};

    Difference difference = PairedBootstrap.defaults().means(one, two);

    // differences .1, .2, .3, .2: a resample is at least .1 and at most .3
    assertThat(difference.value()).isCloseTo(0.2, within(1e-12));
    assertThat(difference.low()).isBetween(0.1, 0.2);
    assertThat(difference.high()).isBetween(0.2, 0.3);
    assertThat(difference.isAboveZero()).isTrue();
  }

  @Test
  void refusesMeansOfDifferentUsers() {
    assertThatThrownBy(() -> PairedBootstrap.defaults().means(new double[2], new double[3]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a metric of 2 users compared with one of 3");
  }

  @Test
  void isLessSureWhereRunsDisagreeThanWhereUsersDo() {
    List<double[]> zeros = List.of(new double[100], new double[100]);
    double[] ones = new double[100];
    Arrays.fill(ones, 1);
    double[] mixed = new double[100];
    Arrays.fill(mixed, 0, 50, 1);

    Difference disagreeing =
        PairedBootstrap.defaults().nestedMeans(List.of(ones, new double[100]), zeros);
    Difference agreeing = PairedBootstrap.defaults().nestedMeans(List.of(mixed, mixed), zeros);

    // two runs of 0 and 1 give 0, 1/2 or 1; two of 1/2 each stay near it
    assertThat(disagreeing).isEqualTo(new Difference(0.5, 0, 1));
    assertThat(agreeing.value()).isEqualTo(0.5);
    assertThat(agreeing.low()).isBetween(0.4, 0.5);
    assertThat(agreeing.high()).isBetween(0.5, 0.6);
  }
}

package dev.freshet.models.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ClassificationMetricsTest {

  @Test
  void aucIsTheShareOfPairsInTheRightOrder() {
    // positives .9 and .4, negatives .6, .4 and .1: of six pairs .9 wins three,
    // .4 loses one, ties one (half) and wins one: 4.5 / 6
    float[] scores = {.4f, .9f, .1f, .6f, .4f};
    boolean[] positive = {true, true, false, false, false};

    assertThat(Auc.of(scores, positive)).isEqualTo(0.75);
  }

  @Test
  void aucOfOneScoreForAllIsAHalf() {
    assertThat(Auc.of(new float[] {1, 1, 1}, new boolean[] {true, false, false})).isEqualTo(0.5);
  }

  @Test
  void aucOrdersNegativeScoresAndTakesBothZerosAsOne() {
    // -2 < -1 < 0 = -0: pairs (-1 over -2) 1, (-1 over 0) 0, (-0 over -2) 1, (-0 ties 0) 1/2
    float[] scores = {-2f, -1f, 0f, -0f};
    boolean[] positive = {false, true, false, true};

    assertThat(Auc.of(scores, positive)).isEqualTo(2.5 / 4);
  }

  @Test
  void aucOfOneClassIsNotANumber() {
    assertThat(Auc.of(new float[] {1, 2}, new boolean[] {true, true})).isNaN();
    assertThat(Auc.of(new float[] {}, new boolean[] {})).isNaN();
  }

  @Test
  void aucRefusesAScoreThatIsNotANumber() {
    assertThatThrownBy(() -> Auc.of(new float[] {Float.NaN}, new boolean[] {true}))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void gaucWeightsEachUserWithBothClassesByImpressions() {
    // user 0: 1 of 2 pairs right, 3 impressions; user 1: all right, 2 impressions;
    // user 2 has positives only and does not count: (3 * 0.5 + 2 * 1) / 5
    int[] users = {0, 0, 0, 1, 1, 2, 2};
    float[] scores = {.5f, .2f, .8f, .9f, .1f, .3f, .4f};
    boolean[] positive = {true, false, false, true, false, true, true};

    assertThat(Gauc.of(users, scores, positive)).isCloseTo(0.7, within(1e-12));
  }

  @Test
  void gaucWithoutAUserOfBothClassesIsNotANumber() {
    assertThat(Gauc.of(new int[] {0, 1}, new float[] {1, 2}, new boolean[] {true, false})).isNaN();
  }

  @Test
  void logLossIsTheMeanNegativeLogLikelihood() {
    // -(ln 0.8 + ln (1 - 0.4)) / 2 = (0.223144 + 0.510826) / 2
    double loss = LogLoss.of(new float[] {.8f, .4f}, new boolean[] {true, false});

    assertThat(loss).isCloseTo(0.366985, within(1e-6));
  }

  @Test
  void logLossOfACertainMistakeIsFinite() {
    // -ln 1e-6
    assertThat(LogLoss.of(new float[] {0f}, new boolean[] {true}))
        .isCloseTo(13.815511, within(1e-6));
  }

  @Test
  void logLossOfAScoreThatIsNoProbabilityIsNotANumber() {
    assertThat(LogLoss.of(new float[] {.5f, 17f}, new boolean[] {true, true})).isNaN();
  }

  @Test
  void evaluationHoldsAllThree() {
    ScoredLabels labels = new ScoredLabels();
    labels.add("alice", .8f, true);
    labels.add("bob", .5f, false);
    labels.add("alice", .4f, false);

    Evaluation evaluation = labels.evaluation();

    // -(ln .8 + ln .5 + ln .6) / 3
    assertThat(evaluation.examples()).isEqualTo(3);
    assertThat(evaluation.auc()).isEqualTo(1);
    assertThat(evaluation.gauc()).isEqualTo(1);
    assertThat(evaluation.logLoss()).isCloseTo(0.475706, within(1e-6));
  }
}

package dev.freshet.experiments.claim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.freshet.models.eval.Difference;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClaimTest {

  private static final Statement REQUIRED = Statement.required("x", "x holds");
  private static final Statement REPORTED = Statement.reported("y", "y holds");

  @Test
  void isAboveOnlyWithItsWholeInterval() {
    assertThat(new Claim.Above(REQUIRED, measured(.02, .01, .03)).met()).isTrue();
    assertThat(new Claim.Above(REQUIRED, measured(.02, -.001, .03)).met()).isFalse();
    assertThat(new Claim.Above(REQUIRED, measured(-.001, -.004, .002), -.005).met()).isTrue();
    assertThat(new Claim.Above(REQUIRED, Measured.of(.1)).met()).isTrue();
  }

  @Test
  void isNotAboveWhereTheIntervalReachesTheBound() {
    assertThat(new Claim.NotAbove(REQUIRED, measured(.02, -.001, .03), 0).met()).isTrue();
    assertThat(new Claim.NotAbove(REQUIRED, measured(.02, .01, .03), 0).met()).isFalse();
    assertThat(new Claim.NotAbove(REQUIRED, Measured.of(11), 10).met()).isFalse();
  }

  @Test
  void isEqualWithinTheBoundOrWhereTheIntervalHoldsZero() {
    assertThat(new Claim.EqualWithin(REQUIRED, measured(.001, -.004, .004), .005).met()).isTrue();
    assertThat(new Claim.EqualWithin(REQUIRED, measured(.001, -.004, .006), .005).met()).isFalse();
    assertThat(new Claim.EqualWithin(REQUIRED, measured(.1, -.1, .3), 0).met()).isTrue();
    assertThat(new Claim.EqualWithin(REQUIRED, measured(.1, .01, .3), 0).met()).isFalse();
  }

  @Test
  void comparesRatiosAndExactFiguresWithTheirBounds() {
    assertThat(new Claim.Ratio(REQUIRED, Measured.of(1.1), 1.1).met()).isTrue();
    assertThat(new Claim.Ratio(REQUIRED, Measured.of(1.09), 1.1).met()).isFalse();
    assertThat(new Claim.Exact(REQUIRED, Measured.of(3), 3).met()).isTrue();
    assertThat(new Claim.Exact(REQUIRED, Measured.of(2), 3).met()).isFalse();
  }

  @Test
  void growsFromValueToValueLessTheBound() {
    assertThat(new Claim.Monotone(REQUIRED, List.of(.1, .2, .2), 0).met()).isTrue();
    assertThat(new Claim.Monotone(REQUIRED, List.of(.1, .2, .19), 0).met()).isFalse();
    assertThat(new Claim.Monotone(REQUIRED, List.of(.1, .2, .19), .02).met()).isTrue();
  }

  @Test
  void failsTheExperimentOnlyWhereItIsRequired() {
    Claim required = new Claim.Above(REQUIRED, Measured.of(-1));
    Claim reported = new Claim.Above(REPORTED, Measured.of(-1));

    assertThat(required.fails()).isTrue();
    assertThat(required.verdict()).isEqualTo("FAILED");
    assertThat(reported.fails()).isFalse();
    assertThat(reported.verdict()).isEqualTo("missed");
  }

  @Test
  void writesFigureIntervalAndNote() {
    assertThat(new Claim.Above(REPORTED, measured(.02, .01, .03).with("in AUC")).text())
        .isEqualTo("+0.0200 [+0.0100, +0.0300] in AUC");
    assertThat(new Claim.Ratio(REPORTED, Measured.of(1.5549), 1).text()).isEqualTo("1.555x");
    assertThat(new Claim.Monotone(REPORTED, List.of(.1, .2), 0).text()).isEqualTo("0.1000, 0.2000");
  }

  @Test
  void makesIdsOfWords() {
    assertThat(Statement.id("kuairand, split by time", "R@10"))
        .isEqualTo("kuairand-split-by-time-r-10");
    assertThatIllegalArgumentException().isThrownBy(() -> Statement.required("No Id", ""));
  }

  private static Measured measured(double value, double low, double high) {
    return Measured.of(new Difference(value, low, high));
  }
}

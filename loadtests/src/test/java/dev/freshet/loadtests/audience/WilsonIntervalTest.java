package dev.freshet.loadtests.audience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class WilsonIntervalTest {

  @Test
  void agreesWithAnIntervalWorkedByHand() {
    // 20 of 100: z² = 3.8416, middle = 0.2 + 3.8416/200 = 0.219208,
    // half = 1.96 · √(0.0016 + 3.8416/40000) = 1.96 · √0.00169604 = 0.0807186,
    // scale = 1.038416: low = 0.1384894/1.038416, high = 0.2999266/1.038416.
    WilsonInterval interval = WilsonInterval.of(20, 100);

    assertThat(interval.rate()).isEqualTo(0.2);
    assertThat(interval.low()).isCloseTo(0.133366, within(1e-5));
    assertThat(interval.high()).isCloseTo(0.288831, within(1e-5));
  }

  @Test
  void staysWithinZeroAndOneAtTheEnds() {
    // 0 of 10: high = (z²/20 + z²/20) / (1 + z²/10) = 0.38416/1.38416
    assertThat(WilsonInterval.of(0, 10).low()).isCloseTo(0, within(1e-12));
    assertThat(WilsonInterval.of(0, 10).high()).isCloseTo(0.277540, within(1e-5));
    assertThat(WilsonInterval.of(10, 10).high()).isCloseTo(1, within(1e-12));
  }

  @Test
  void knowsNothingWithoutTrials() {
    WilsonInterval interval = WilsonInterval.of(0, 0);

    assertThat(interval.rate()).isNaN();
    assertThat(interval.low()).isZero();
    assertThat(interval.high()).isEqualTo(1);
  }

  @Test
  void liesAboveOnlyWhereNothingIsShared() {
    assertThat(WilsonInterval.of(500, 1_000).above(WilsonInterval.of(250, 1_000))).isTrue();
    assertThat(WilsonInterval.of(5, 10).above(WilsonInterval.of(4, 10))).isFalse();
  }
}

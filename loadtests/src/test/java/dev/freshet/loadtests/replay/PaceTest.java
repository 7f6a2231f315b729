package dev.freshet.loadtests.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PaceTest {

  private final AtomicLong wall = new AtomicLong(5_000);

  @Test
  void letsEventTimePassFasterThanTheClock() {
    var pace = new Pace(60, wall::get);
    long first = 1_650_000_000_000L;

    assertThat(pace.millisUntil(first)).isZero();
    assertThat(pace.millisUntil(first + 60_000)).isEqualTo(1_000);
    wall.addAndGet(400);
    assertThat(pace.millisUntil(first + 60_000)).isEqualTo(600);
    assertThat(pace.eventTimeNow()).isEqualTo(first + 24_000);
  }

  @Test
  void neverWaitsAtTheGreatestSpeed() {
    var pace = new Pace(Double.POSITIVE_INFINITY, wall::get);

    assertThat(pace.millisUntil(0)).isZero();
    assertThat(pace.millisUntil(Long.MAX_VALUE)).isZero();
  }

  @Test
  void refusesToStandStill() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Pace(0, wall::get))
        .withMessageContaining("positive");
  }
}

package dev.freshet.experiments.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TicksTest {

  @Test
  void coverTheValuesInRoundSteps() {
    assertThat(Ticks.covering(0.62, 0.74, 5))
        .usingElementComparator((a, b) -> Math.abs(a - b) < 1e-9 ? 0 : Double.compare(a, b))
        .containsExactly(0.6, 0.65, 0.7, 0.75);
    assertThat(Ticks.covering(0, 100, 8)).containsExactly(0.0, 20.0, 40.0, 60.0, 80.0, 100.0);
  }

  @Test
  void leaveRoomAroundASingleValue() {
    assertThat(Ticks.covering(3, 3, 5)).hasSizeGreaterThan(1).contains(3.0);
  }
}

package dev.freshet.loadtests.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class LatenciesTest {

  @Test
  void giveTheirPercentiles() {
    var latencies = new Latencies("page");
    for (int millis = 1; millis <= 100; millis++) {
      latencies.add(Duration.ofMillis(millis));
    }

    assertThat(latencies.millis(50)).isCloseTo(50, within(0.1));
    assertThat(latencies.millis(99)).isCloseTo(99, within(0.1));
    assertThat(latencies.row().getFirst()).isEqualTo("page");
    assertThat(latencies.row().get(1)).isEqualTo("100");
    assertThat(latencies.json()).containsKeys("count", "p50", "p90", "p99", "max");
  }

  @Test
  void sayNothingWhereNothingWasMeasured() {
    var latencies = new Latencies("page");

    assertThat(latencies.row()).isEqualTo(List.of("page", "0", "-", "-", "-", "-"));
    assertThat(latencies.json()).containsOnlyKeys("count");
  }

  @Test
  void countAnOutlierAtTheirBound() {
    var latencies = new Latencies("page");

    latencies.add(Duration.ofHours(1));

    assertThat(latencies.millis(100)).isCloseTo(120_000, within(200.0));
  }
}

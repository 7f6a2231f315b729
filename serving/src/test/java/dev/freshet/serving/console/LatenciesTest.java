package dev.freshet.serving.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class LatenciesTest {

  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  private final Latencies latencies = new Latencies();

  @Test
  void summarisesWhatWasMeasuredInTheWindow() {
    for (int millis = 1; millis <= 200; millis++) {
      latencies.add(NOON, Duration.ofMillis(millis));
    }

    // half of 200 values do not exceed 100, and 198 of them do not exceed 198
    assertThat(latencies.since(NOON)).isEqualTo(new Latencies.Summary(200, 100, 198));
  }

  @Test
  void forgetsWhatIsOlderThanTheWindow() {
    latencies.add(NOON, Duration.ofMillis(5));
    latencies.add(NOON.plusSeconds(10), Duration.ofMillis(7));

    assertThat(latencies.since(NOON.plusSeconds(1))).isEqualTo(new Latencies.Summary(1, 7, 7));
    assertThat(latencies.since(NOON.plusSeconds(11))).isEqualTo(new Latencies.Summary(0, -1, -1));
  }

  @Test
  void countsTheDifferenceOfTwoClocksAsNoTime() {
    latencies.add(NOON, Duration.ofMillis(-3));

    assertThat(latencies.since(NOON)).isEqualTo(new Latencies.Summary(1, 0, 0));
  }
}

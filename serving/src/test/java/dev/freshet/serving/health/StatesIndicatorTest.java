package dev.freshet.serving.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.health.HealthStatus;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class StatesIndicatorTest {

  @Test
  void isDownOnceAStateHasBeenWaitedForForMoreThanHalfAMinute() {
    assertThat(StatesIndicator.status(Duration.ofSeconds(30))).isEqualTo(HealthStatus.UP);
    assertThat(StatesIndicator.status(Duration.ofMillis(30_001))).isEqualTo(HealthStatus.DOWN);
  }
}

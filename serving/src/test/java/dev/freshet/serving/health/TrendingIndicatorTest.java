package dev.freshet.serving.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.health.HealthStatus;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class TrendingIndicatorTest {

  @Test
  void isDownOnceALongViewHasWaitedForMoreThanAMinute() {
    assertThat(TrendingIndicator.status(Duration.ofSeconds(60))).isEqualTo(HealthStatus.UP);
    assertThat(TrendingIndicator.status(Duration.ofMillis(60_001))).isEqualTo(HealthStatus.DOWN);
  }
}

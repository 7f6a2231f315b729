package dev.freshet.streams.trending;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class TrendingConfigTest {

  @Test
  void looksBackTenMinutesByDefault() {
    assertThat(TrendingConfig.DEFAULT.window()).isEqualTo(Duration.ofMinutes(10));
    assertThat(TrendingConfig.DEFAULT.top()).isEqualTo(100);
  }

  @Test
  void refusesAHopThatDoesNotDivideTheWindow() {
    assertThatThrownBy(
            () ->
                new TrendingConfig(
                    Duration.ofMinutes(10),
                    Duration.ofMinutes(3),
                    Duration.ZERO,
                    10,
                    Duration.ofMillis(100),
                    Duration.ofHours(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("window must be a multiple of hop: PT10M, PT3M");
  }
}

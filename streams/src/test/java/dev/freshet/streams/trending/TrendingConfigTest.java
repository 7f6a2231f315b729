package dev.freshet.streams.trending;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TrendingConfigTest {

  @Test
  void looksBackTenMinutesByDefault() {
    assertThat(TrendingConfig.DEFAULT.window()).isEqualTo(Duration.ofMinutes(10));
    assertThat(TrendingConfig.DEFAULT.top()).isEqualTo(100);
    assertThat(TrendingConfig.DEFAULT.surfaces()).containsExactly("main");
    assertThat(TrendingConfig.DEFAULT.maxSurfaces()).isEqualTo(64);
  }

  @Test
  void refusesMoreSurfacesThanCanBeWalkedInALook() {
    assertThatThrownBy(() -> TrendingConfig.DEFAULT.withSurfaces(Set.of("main"), 1_001))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("maxSurfaces must be in [0, 1000]: 1001");
  }

  @Test
  void refusesABlankSurface() {
    assertThatThrownBy(() -> TrendingConfig.DEFAULT.withSurfaces(Set.of(" "), 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("none of them blank");
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
                    Duration.ofHours(1),
                    Set.of("main"),
                    64))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("window must be a multiple of hop: PT10M, PT3M");
  }
}

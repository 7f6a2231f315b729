package dev.freshet.flink.fusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.flink.Profile;
import dev.freshet.flink.Settings;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FusionConfigTest {

  @Test
  void encodesTextUnlessTold() {
    assertThat(FusionConfig.from(new Settings(Profile.LIVE, Map.of())))
        .isEqualTo(new FusionConfig(1, true, Duration.ofDays(400)));
  }

  @Test
  void namesASettingThatIsOutOfBounds() {
    Settings settings = new Settings(Profile.LIVE, Map.of("freshet.fusion.time-to-live", "0 s"));

    assertThatThrownBy(() -> FusionConfig.from(settings))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("freshet.fusion.time-to-live");
  }
}

package dev.freshet.flink.fusion.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.flink.Profile;
import dev.freshet.flink.Settings;
import dev.freshet.flink.fusion.FusionConfig;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FusionTrainingConfigTest {

  @Test
  void learnsFirstFromFiveThousandLongViews() {
    Settings none = new Settings(Profile.LIVE, Map.of());

    assertThat(FusionTrainingConfig.from(none))
        .isEqualTo(
            new FusionTrainingConfig(
                5_000, 4, 50_000, 16, FusionConfig.from(none), 42, Duration.ofDays(400)));
  }

  @Test
  void learnsAgainFromFourTimesAsManyButNeverWaitsForMoreThanItRemembers() {
    FusionTrainingConfig config = FusionTrainingConfig.from(new Settings(Profile.LIVE, Map.of()));

    assertThat(config.dueAfter(5_000)).isEqualTo(20_000);
    assertThat(config.dueAfter(20_000)).isEqualTo(70_000);
    assertThat(config.dueAfter(70_000)).isEqualTo(120_000);
  }

  @Test
  void namesASettingThatIsOutOfBounds() {
    Settings settings = new Settings(Profile.LIVE, Map.of("freshet.fusion-training.growth", "1"));

    assertThatThrownBy(() -> FusionTrainingConfig.from(settings))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("freshet.fusion-training.growth");
  }
}

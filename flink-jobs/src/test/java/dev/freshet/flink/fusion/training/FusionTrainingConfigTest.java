package dev.freshet.flink.fusion.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.flink.Profile;
import dev.freshet.flink.Settings;
import dev.freshet.flink.fusion.FusionConfig;
import dev.freshet.flink.rounds.RoundConfig;
import dev.freshet.flink.rounds.Trigger;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FusionTrainingConfigTest {

  @Test
  void learnsFirstFromFiveThousandLongViews() {
    Settings none = new Settings(Profile.LIVE, Map.of());

    assertThat(FusionTrainingConfig.from(none))
        .isEqualTo(
            new FusionTrainingConfig(
                5_000, 4, 50_000, 16, 0.02, FusionConfig.from(none), 42, Duration.ofDays(400)));
  }

  @Test
  void learnsAgainFromFourTimesAsManyButNeverWaitsForMoreThanItRemembers() {
    FusionTrainingConfig config = FusionTrainingConfig.from(new Settings(Profile.LIVE, Map.of()));

    assertThat(config.round())
        .isEqualTo(
            new RoundConfig(
                "metammf",
                List.of(new Trigger.ByCount(5_000, 4, 50_000)),
                0.02,
                Duration.ofDays(400)));
  }

  @ParameterizedTest
  @CsvSource({"growth, 1", "tolerance, -0.1"})
  void namesASettingThatIsOutOfBounds(String key, String value) {
    Settings settings = new Settings(Profile.LIVE, Map.of("freshet.fusion-training." + key, value));

    assertThatThrownBy(() -> FusionTrainingConfig.from(settings))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("freshet.fusion-training." + key);
  }
}

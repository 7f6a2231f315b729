package dev.freshet.flink.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.flink.Profile;
import dev.freshet.flink.Settings;
import dev.freshet.flink.eventtime.Progress;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TrainingConfigTest {

  @Test
  void learnsInLargeWindowsInAReplay() {
    TrainingConfig config = TrainingConfig.from(new Settings(Profile.REPLAY, Map.of()), 4);

    assertThat(config)
        .isEqualTo(
            new TrainingConfig(
                new Progress.ByMarks(4, false),
                new Progress.ByMarks(4, false),
                "replay",
                Duration.ofMinutes(10),
                256,
                Duration.ofSeconds(10),
                Duration.ofMinutes(1),
                Duration.ofSeconds(5),
                20_000,
                200_000,
                Duration.ofDays(400)));
  }

  @Test
  void learnsWithinAFractionOfASecondWhenLive() {
    TrainingConfig config = TrainingConfig.from(new Settings(Profile.LIVE, Map.of()), 4);

    assertThat(config.window()).isEqualTo(Duration.ofMillis(200));
    assertThat(config.rowsInterval()).isEqualTo(Duration.ofMillis(250));
    assertThat(config.releaseInterval()).isEqualTo(Duration.ofSeconds(2));
    assertThat(config.generation()).startsWith("live-");
  }

  @Test
  void givesEachReplicaAWholeChunk() {
    Settings settings =
        new Settings(
            Profile.LIVE,
            Map.of("freshet.training.chunk", "100", "freshet.training.replicas", "3"));

    assertThat(TrainingConfig.from(settings, 4).chunk()).isEqualTo(300);
  }

  @Test
  void namesASettingThatIsOutOfBounds() {
    Settings settings = new Settings(Profile.LIVE, Map.of("freshet.training.chunk", "0"));

    assertThatThrownBy(() -> TrainingConfig.from(settings, 4))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("freshet.training.chunk")
        .hasMessageContaining("0");
  }

  @Test
  void refusesAModelConfigurationThatIsNone() {
    Settings settings = new Settings(Profile.LIVE, Map.of("freshet.training.srm", "{\"layers\":"));

    assertThatThrownBy(() -> MainTrainers.from(settings)).isInstanceOf(RuntimeException.class);
  }
}

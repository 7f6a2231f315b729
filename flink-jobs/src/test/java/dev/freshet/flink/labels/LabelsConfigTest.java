package dev.freshet.flink.labels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.flink.Profile;
import dev.freshet.flink.Settings;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LabelsConfigTest {

  @Test
  void waitsLongerInAReplayAndJoinsLateEventsOnlyWhenLive() {
    LabelsConfig live = LabelsConfig.from(new Settings(Profile.LIVE, Map.of()), 4);
    LabelsConfig replay = LabelsConfig.from(new Settings(Profile.REPLAY, Map.of()), 4);

    assertThat(live.attributionWindow()).isEqualTo(Duration.ofMinutes(2));
    assertThat(live.lateness()).isEqualTo(Duration.ofMinutes(10));
    assertThat(replay.attributionWindow()).isEqualTo(Duration.ofMinutes(15));
    assertThat(replay.lateness()).isEqualTo(Duration.ZERO);
    assertThat(replay.grace()).isEqualTo(Duration.ofSeconds(1));
    assertThat(replay.pendingPerUser()).isEqualTo(500);
    assertThat(replay.timeToLive()).isEqualTo(Duration.ofDays(180));
  }

  @Test
  void namesASettingThatIsOutOfBounds() {
    Settings settings =
        new Settings(Profile.LIVE, Map.of("freshet.labels.attribution-window", "-1 s"));

    assertThatThrownBy(() -> LabelsConfig.from(settings, 4))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("freshet.labels.attribution-window");
  }

  @Test
  void refusesMoreTasksThanThereArePartitions() {
    Settings settings = new Settings(Profile.LIVE, Map.of("freshet.labels.parallelism", "5"));

    assertThat(LabelsConfig.from(settings, 5).parallelism()).isEqualTo(5);
    assertThatThrownBy(() -> LabelsConfig.from(settings, 4))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "freshet.labels.parallelism must be at most freshet.kafka.partitions, which is 4: 5");
  }
}

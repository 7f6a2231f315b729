package dev.freshet.flink.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.flink.Profile;
import dev.freshet.flink.Settings;
import dev.freshet.flink.events.EventsConfig;
import dev.freshet.models.history.HistoryConfig;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FeaturesConfigTest {

  @Test
  void publishesAtOnceWhenLiveAndBundlesInAReplay() {
    Settings live = new Settings(Profile.LIVE, Map.of());
    Settings replay = new Settings(Profile.REPLAY, Map.of());

    assertThat(FeaturesConfig.from(live, 4))
        .isEqualTo(
            new FeaturesConfig(
                EventsConfig.from(live, 4),
                HistoryConfig.defaults(),
                1,
                Duration.ZERO,
                Duration.ofDays(180),
                2_000,
                300_000));
    assertThat(FeaturesConfig.from(replay, 4).publishInterval()).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void namesASettingThatIsOutOfBounds() {
    Settings settings = new Settings(Profile.LIVE, Map.of("freshet.features.idle", "0 s"));

    assertThatThrownBy(() -> FeaturesConfig.from(settings, 4))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("freshet.features.idle");
  }

  @Test
  void namesANumberOfEntriesThatIsOutOfBounds() {
    Settings settings = new Settings(Profile.LIVE, Map.of("freshet.features.set-entries", "9"));

    assertThatThrownBy(() -> FeaturesConfig.from(settings, 4))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("freshet.features.set-entries");
  }

  @Test
  void refusesMoreTasksThanThereArePartitions() {
    Settings settings = new Settings(Profile.LIVE, Map.of("freshet.features.parallelism", "5"));

    assertThat(FeaturesConfig.from(settings, 5).parallelism()).isEqualTo(5);
    assertThatThrownBy(() -> FeaturesConfig.from(settings, 4))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "freshet.features.parallelism must be at most freshet.kafka.partitions, which is 4: 5");
  }
}

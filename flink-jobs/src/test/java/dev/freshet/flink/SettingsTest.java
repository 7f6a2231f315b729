package dev.freshet.flink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.flink.kafka.KafkaConfig;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SettingsTest {

  @Test
  void rejectsAKeyThatNobodyReads() {
    Settings settings = new Settings(Profile.LIVE, Map.of("freshet.labels.gracee", "1 s"));

    assertThatThrownBy(settings::rejectUnread)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("freshet.labels.gracee");
  }

  @Test
  void takesTheEntriesOfAMapAsRead() {
    Settings settings =
        new Settings(
            Profile.LIVE,
            Map.of(
                "freshet.kafka.bootstrap-servers", "localhost:9092",
                "freshet.kafka.client.security.protocol", "SSL"));

    KafkaConfig kafka = KafkaConfig.from(settings);

    settings.rejectUnread();
    assertThat(kafka.consumer("features")).containsEntry("security.protocol", "SSL");
  }

  @Test
  void leavesOtherKeysToFlink() {
    Settings settings =
        new Settings(
            Profile.LIVE, Map.of("freshet.kafka.partitions", "2", "state.backend.type", "hashmap"));

    assertThat(settings.flink().toMap())
        .containsExactly(Map.entry("state.backend.type", "hashmap"));
  }

  @Test
  void readsTheCommandLine() {
    Settings settings =
        Arguments.of(
                "--bootstrap", "localhost:9092",
                "--profile", "replay",
                "--set", "freshet.kafka.linger=3 ms")
            .settings();

    KafkaConfig kafka = KafkaConfig.from(settings);

    assertThat(settings.profile()).isEqualTo(Profile.REPLAY);
    assertThat(kafka.bootstrapServers()).isEqualTo("localhost:9092");
    assertThat(kafka.linger()).hasMillis(3);
  }

  @Test
  void namesAnArgumentWithoutAValue() {
    assertThatThrownBy(() -> Arguments.of("--bootstrap"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("--bootstrap");
  }
}

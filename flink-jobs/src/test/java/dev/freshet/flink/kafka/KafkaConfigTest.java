package dev.freshet.flink.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.flink.Profile;
import dev.freshet.flink.Settings;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KafkaConfigTest {

  @Test
  void writesAtOnceWhenLive() {
    KafkaConfig config =
        KafkaConfig.from(
            new Settings(Profile.LIVE, Map.of("freshet.kafka.bootstrap-servers", "h:1")));

    assertThat(config)
        .isEqualTo(
            new KafkaConfig(
                "h:1",
                "freshet",
                4,
                1,
                Duration.ofHours(24),
                Duration.ZERO,
                "none",
                Duration.ofMillis(50),
                Map.of()));
    assertThat(config.producer())
        .containsEntry("acks", "all")
        .containsEntry("enable.idempotence", "true");
  }

  @Test
  void handsPropertiesOnToEveryClientAndWritesNoneOfTheirValues() {
    KafkaConfig config =
        KafkaConfig.from(
            new Settings(
                Profile.LIVE,
                Map.of(
                    "freshet.kafka.bootstrap-servers",
                    "h:1",
                    "freshet.kafka.client.sasl.jaas.config",
                    "password=hunter2;")));

    assertThat(config.producer()).containsEntry("sasl.jaas.config", "password=hunter2;");
    assertThat(config.consumer("labels")).containsEntry("sasl.jaas.config", "password=hunter2;");
    assertThat(config.admin()).containsEntry("sasl.jaas.config", "password=hunter2;");
    assertThat(config.toString()).contains("sasl.jaas.config").doesNotContain("hunter2");
  }

  @Test
  void refusesADeadlineOfErasuresBeyondADay() {
    Settings settings =
        new Settings(
            Profile.LIVE,
            Map.of(
                "freshet.kafka.bootstrap-servers", "h:1", "freshet.kafka.erased-within", "25 h"));

    assertThatThrownBy(() -> KafkaConfig.from(settings))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("erased-within must be between PT10S and PT24H: PT25H");
  }

  @Test
  void refusesToStartWithoutABroker() {
    assertThatThrownBy(() -> KafkaConfig.from(new Settings(Profile.LIVE, Map.of())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("freshet.kafka.bootstrap-servers");
  }
}

package dev.freshet.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class InternalTopicsTest {

  @Test
  void spreadsTheTimeOverTheStepsOfARemoval() {
    var properties = new Properties();

    new InternalTopics(Duration.ofHours(24)).configure(properties);

    assertThat(properties)
        .containsEntry("topic.segment.ms", "21600000")
        .containsEntry("topic.max.compaction.lag.ms", "21600000")
        .containsEntry("topic.delete.retention.ms", "21600000")
        .containsEntry("topic.max.message.bytes", "8388608")
        .containsEntry("windowstore.changelog.additional.retention.ms", 21_600_000L);
  }

  @Test
  void refusesATimeTooShortForABroker() {
    assertThatThrownBy(() -> new InternalTopics(Duration.ofSeconds(59)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("erase-within must be between PT1M and PT720H: PT59S");
  }
}

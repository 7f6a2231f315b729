package dev.freshet.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class InternalTopicsTest {

  @Test
  void spreadsTheTimeOverTheStepsOfARemoval() {
    var properties = new Properties();

    new InternalTopics(Duration.ofHours(24)).configure(properties);

    assertThat(properties)
        .containsEntry("topic.segment.ms", "14400000")
        .containsEntry("topic.max.compaction.lag.ms", "14400000")
        .containsEntry("topic.delete.retention.ms", "14400000")
        .containsEntry("topic.max.message.bytes", "8388608")
        .containsEntry("windowstore.changelog.additional.retention.ms", 14_400_000L);
  }
}

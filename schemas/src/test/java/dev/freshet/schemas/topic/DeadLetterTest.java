package dev.freshet.schemas.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.Test;

class DeadLetterTest {

  private static final DeadLetter LETTER =
      new DeadLetter(
          new byte[] {1},
          new byte[] {2, 3},
          "feedback-events",
          3,
          4711,
          "cannot decode: too short",
          Instant.parse("2026-04-27T10:15:30Z"));

  @Test
  void belongsIntoTheTopicBesideItsSource() {
    assertThat(LETTER.deadLetters())
        .isEqualTo("feedback-events.dlq")
        .isEqualTo(Topics.FEEDBACK_EVENTS.deadLetters());
  }

  @Test
  void saysInItsHeadersWhereItCameFromAndWhy() {
    Map<String, String> headers =
        LETTER.headers().stream()
            .collect(
                Collectors.toMap(
                    Header::key, header -> new String(header.value(), StandardCharsets.UTF_8)));

    assertThat(headers)
        .containsOnly(
            entry("freshet-source", "feedback-events/3/4711"),
            entry("freshet-reason", "cannot decode: too short"),
            entry("freshet-time", "2026-04-27T10:15:30Z"));
  }
}

package dev.freshet.schemas.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
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

  @Test
  void isReadBackFromItsRecord() {
    Optional<DeadLetter> read =
        DeadLetter.of(new byte[] {1}, null, new RecordHeaders(LETTER.headers()));

    assertThat(read).isPresent();
    assertThat(read.orElseThrow().topic()).isEqualTo("feedback-events");
    assertThat(read.orElseThrow().partition()).isEqualTo(3);
    assertThat(read.orElseThrow().offset()).isEqualTo(4711);
    assertThat(read.orElseThrow().reason()).isEqualTo("cannot decode: too short");
    assertThat(read.orElseThrow().at()).isEqualTo(Instant.parse("2026-04-27T10:15:30Z"));
    assertThat(read.orElseThrow().key()).containsExactly(1);
    assertThat(read.orElseThrow().value()).isNull();
  }

  @Test
  void isNotARecordWithoutItsHeaders() {
    var headers = new RecordHeaders(LETTER.headers());
    headers.remove(DeadLetter.SOURCE_HEADER);
    headers.add(DeadLetter.SOURCE_HEADER, "feedback-events/three".getBytes(StandardCharsets.UTF_8));

    assertThat(DeadLetter.of(null, null, new RecordHeaders())).isEmpty();
    assertThat(DeadLetter.of(null, null, headers)).isEmpty();
  }
}

package dev.freshet.serving.feedback;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.schemas.event.FeedbackEvent;
import dev.freshet.serving.intake.Batch;
import dev.freshet.serving.problem.FieldError;
import dev.freshet.testkit.TestEvents;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class LateEventsTest {

  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  private final LateEvents late =
      new LateEvents(new IntakeConfig(Duration.ofMinutes(10)), Clock.fixed(NOON, ZoneOffset.UTC));

  @Test
  void saysAtItsPlaceInTheBodyWhatIsLate() {
    Batch.Read<FeedbackEvent> read =
        new Batch.Read<>(
            List.of(like(NOON), like(NOON.minusSeconds(601)), like(NOON.minusSeconds(600))),
            List.of(new FieldError(1, "kind", "is missing")));

    assertThat(late.notes(read))
        .containsExactly(new FieldError(2, "occurredAt", LateEvents.EFFECT));
  }

  @Test
  void saysNothingOfWhatIsInTime() {
    assertThat(late.notes(new Batch.Read<>(List.of(like(NOON)), List.of()))).isEmpty();
  }

  private static FeedbackEvent like(Instant at) {
    return TestEvents.like("alice", "a", at);
  }
}

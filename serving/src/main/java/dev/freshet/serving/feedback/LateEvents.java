package dev.freshet.serving.feedback;

import dev.freshet.schemas.event.FeedbackEvent;
import dev.freshet.serving.intake.Batch;
import dev.freshet.serving.problem.FieldError;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Says of accepted events that they come too late for labels and trending. */
@Singleton
class LateEvents {

  static final String EFFECT =
      "too long ago for labels and trending; counts in the state of the user";

  private final Duration after;
  private final Clock clock;

  LateEvents(IntakeConfig config, Clock clock) {
    this.after = config.lateAfter();
    this.clock = clock;
  }

  /** One note for each late event of the body, in order. */
  List<FieldError> notes(Batch.Read<FeedbackEvent> read) {
    Instant oldest = clock.instant().minus(after);
    if (read.items().stream().noneMatch(event -> event.getOccurredAt().isBefore(oldest))) {
      return List.of();
    }
    List<FieldError> notes = new ArrayList<>();
    int[] places = read.places();
    for (int i = 0; i < places.length; i++) {
      if (read.items().get(i).getOccurredAt().isBefore(oldest)) {
        notes.add(new FieldError(places[i], "occurredAt", EFFECT));
      }
    }
    return notes;
  }
}

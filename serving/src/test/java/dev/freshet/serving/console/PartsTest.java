package dev.freshet.serving.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.schemas.topic.Topics;
import dev.freshet.serving.console.TopicGauge.Reading;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PartsTest {

  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  private final Parts parts = new Parts();

  @Test
  void callsAPartSilentWhoseInputMovesAndWhoseOutputDoesNot() {
    String events = Topics.FEEDBACK_EVENTS.name();
    String states = Topics.USER_STATES.name();
    parts.of(true, true, reading(NOON, Map.of(events, 10L, states, 10L)));

    List<Pulse.Part> later =
        parts.of(true, true, reading(NOON.plusSeconds(21), Map.of(events, 20L, states, 10L)));

    assertThat(later).contains(new Pulse.Part("features", "silent"), new Pulse.Part("users", "up"));
  }

  @Test
  void callsAPartIdleThatNothingAsksToWork() {
    Map<String, Long> ends = Map.of(Topics.FEEDBACK_EVENTS.name(), 10L);
    parts.of(true, true, reading(NOON, ends));

    List<Pulse.Part> later = parts.of(true, false, reading(NOON.plusSeconds(21), ends));

    assertThat(later)
        .contains(
            new Pulse.Part("kafka", "up"),
            new Pulse.Part("users", "idle"),
            new Pulse.Part("features", "idle"),
            new Pulse.Part("serving", "silent"));
  }

  @Test
  void knowsNothingOfTheJobsWhileKafkaDoesNotAnswer() {
    List<Pulse.Part> found = parts.of(false, true, Reading.NONE);

    assertThat(found)
        .contains(new Pulse.Part("kafka", "silent"), new Pulse.Part("training", "unknown"));
  }

  private static Reading reading(Instant at, Map<String, Long> ends) {
    return new Reading(at, ends, Map.of(), Map.of(), List.of());
  }
}

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
  void tellsByWhatItCommitsWhetherAPartWorksThatSharesItsOutput() {
    Map<String, Long> ends = Map.of(Topics.VIDEOS.name(), 10L, Topics.EMBEDDING_ROWS.name(), 5L);
    Map<String, Long> more = Map.of(Topics.VIDEOS.name(), 20L, Topics.EMBEDDING_ROWS.name(), 90L);
    parts.of(true, true, reading(NOON, ends, lag("freshet-fusion", 4)));
    Instant later = NOON.plusSeconds(181);

    List<Pulse.Part> reads =
        new Parts().of(true, true, reading(NOON, ends, lag("freshet-fusion", 4)));
    List<Pulse.Part> stuck = parts.of(true, true, reading(later, more, lag("freshet-fusion", 14)));
    List<Pulse.Part> goesOn =
        parts.of(true, true, reading(later.plusSeconds(2), more, lag("freshet-fusion", 13)));

    assertThat(reads).contains(new Pulse.Part("fusion", "up"), new Pulse.Part("catalogue", "up"));
    assertThat(stuck).contains(new Pulse.Part("fusion", "silent"));
    assertThat(goesOn).contains(new Pulse.Part("fusion", "up"));
  }

  @Test
  void callsAPartIdleThatHasReadAllOrIsNotThere() {
    Map<String, Long> ends = Map.of(Topics.VIDEOS.name(), 10L);
    parts.of(true, true, reading(NOON, ends, lag("freshet-fusion-training", 0)));

    List<Pulse.Part> later =
        parts.of(
            true, true, reading(NOON.plusSeconds(181), ends, lag("freshet-fusion-training", 0)));

    assertThat(later)
        .contains(
            new Pulse.Part("catalogue", "idle"),
            new Pulse.Part("fusion", "idle"),
            new Pulse.Part("fusion-training", "idle"));
  }

  @Test
  void knowsNothingOfTheJobsWhileKafkaDoesNotAnswer() {
    List<Pulse.Part> found = parts.of(false, true, Reading.NONE);

    assertThat(found)
        .contains(
            new Pulse.Part("kafka", "silent"),
            new Pulse.Part("training", "unknown"),
            new Pulse.Part("fusion", "unknown"));
  }

  private static Reading reading(Instant at, Map<String, Long> ends, Pulse.Lag... lags) {
    return new Reading(at, ends, Map.of(), Map.of(), List.of(lags));
  }

  private static Pulse.Lag lag(String group, long records) {
    return new Pulse.Lag(group, Topics.VIDEOS.name(), records);
  }
}

package dev.freshet.flink.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.flink.Profile;
import dev.freshet.flink.Records;
import dev.freshet.flink.Settings;
import dev.freshet.flink.eventtime.Progress;
import dev.freshet.flink.kafka.RuleCheck;
import dev.freshet.flink.record.Received;
import dev.freshet.schemas.event.EventKind;
import dev.freshet.schemas.event.FeedbackEvent;
import dev.freshet.schemas.validation.EventRules;
import dev.freshet.testkit.TestEvents;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FeedbackEventsTest {

  @Test
  void readsLiveEventsByTheirTimesAndALogByItsMarks() {
    EventsConfig live = EventsConfig.from(new Settings(Profile.LIVE, Map.of()), 4);
    EventsConfig replay = EventsConfig.from(new Settings(Profile.REPLAY, Map.of()), 4);

    assertThat(live)
        .isEqualTo(
            new EventsConfig(
                new Progress.ByEvents(Duration.ofMillis(500), Duration.ofMillis(300)),
                new Progress.NotAwaited(),
                Duration.ofMillis(250),
                Duration.ofHours(1),
                Duration.ofDays(1),
                100_000));
    assertThat(replay.progress()).isEqualTo(new Progress.ByMarks(4, false));
    assertThat(replay.videos()).isEqualTo(new Progress.ByMarks(4, false));
  }

  @Test
  void namesASettingThatIsOutOfBounds() {
    Settings settings = new Settings(Profile.LIVE, Map.of("freshet.events.most-ids", "0"));

    assertThatThrownBy(() -> EventsConfig.from(settings, 4))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("freshet.events.most-ids")
        .hasMessageContaining("0");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1 ms", "61 s"})
  void namesAWaitForTheCatalogueThatIsOutOfBounds(String wait) {
    Settings settings = new Settings(Profile.LIVE, Map.of("freshet.events.catalogue-wait", wait));

    assertThatThrownBy(() -> EventsConfig.from(settings, 4))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("freshet.events.catalogue-wait");
  }

  @Test
  void acceptsWhatUsersDo() {
    assertThat(problem(TestEvents.longView("ann", "v1", TestEvents.START))).isNull();
    assertThat(problem(TestEvents.history("ann", TestEvents.START, List.of()))).isNull();
  }

  @Test
  void rejectsWhatMeansNothing() {
    assertThat(problem(TestEvents.like(" ", "v1", TestEvents.START))).contains("user");
    assertThat(problem(TestEvents.like("ann", "", TestEvents.START))).contains("video");
    assertThat(problem(TestEvents.like("ann", "v1", Instant.now().plus(Duration.ofDays(1)))))
        .contains("future");
    assertThat(problem(TestEvents.of(EventKind.UNKNOWN, "ann", "v1", TestEvents.START).build()))
        .contains("kind");
    assertThat(problem(TestEvents.watch("ann", "v1", TestEvents.START, Duration.ofSeconds(-1))))
        .contains("watchedMillis must be between 0");
  }

  @Test
  void rejectsARecordUnderTheKeyOfAnother() {
    Received<FeedbackEvent> record = Records.of(TestEvents.like("ann", "v1", TestEvents.START));
    var moved =
        new Received<>(
            record.topic(), 0, 0, 0, new byte[] {'b'}, record.bytes(), record.value(), null, null);

    assertThat(check().problem(moved)).contains("key");
  }

  private static @Nullable String problem(FeedbackEvent event) {
    return check().problem(Records.of(event));
  }

  private static RuleCheck<FeedbackEvent> check() {
    return RuleCheck.ofValues(EventRules.RULES, Duration.ofHours(1));
  }
}

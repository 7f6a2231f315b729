package dev.freshet.models.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.schemas.event.EventKind;
import dev.freshet.schemas.event.EventTarget;
import dev.freshet.schemas.event.FeedbackEvent;
import dev.freshet.testkit.TestEvents;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MissingFactsTest {

  @ParameterizedTest
  @EnumSource(names = {"WATCH", "FOLLOW", "UNFOLLOW", "HIDE", "UNHIDE"})
  void missesWhatTheKindOfEventDependsOn(EventKind kind) {
    FeedbackEvent event = FeedbackEvent.newBuilder(of(kind)).setTarget(EventTarget.AUTHOR).build();

    assertThat(MissingFacts.in(event)).isTrue();
    assertThat(MissingFacts.in(MissingFacts.filled(event, "anna", 8_000))).isFalse();
    assertThat(MissingFacts.in(MissingFacts.filled(event, null, 0))).isTrue();
  }

  @ParameterizedTest
  @EnumSource(names = {"IMPRESSION", "LIKE", "UNLIKE", "SHARE", "COMMENT", "HIDE", "REPORT"})
  void missesNothingWhereNothingDependsOnIt(EventKind kind) {
    assertThat(MissingFacts.in(of(kind))).isFalse();
  }

  @Test
  void takesALengthOfZeroForUnknown() {
    FeedbackEvent event =
        TestEvents.watch("ann", "cat", TestEvents.START, Duration.ofSeconds(8), Duration.ZERO);

    assertThat(MissingFacts.filled(event, null, 8_000).getLengthMillis()).isEqualTo(8_000);
  }

  @Test
  void leavesWhatTheSenderSays() {
    FeedbackEvent event =
        FeedbackEvent.newBuilder(TestEvents.longView("ann", "cat", TestEvents.START))
            .setAuthor("ben")
            .build();

    assertThat(MissingFacts.filled(event, "anna", 8_000)).isSameAs(event);
  }

  private static FeedbackEvent of(EventKind kind) {
    return TestEvents.of(kind, "ann", "cat", TestEvents.START).build();
  }
}

package dev.freshet.serving.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.models.history.HistoryConfig;
import dev.freshet.models.history.UserStates;
import dev.freshet.schemas.event.FeedbackEvent;
import dev.freshet.schemas.feature.ScoredExample;
import dev.freshet.schemas.feature.UserState;
import dev.freshet.testkit.TestEvents;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class FreshnessTest {

  private static final Instant APPENDED = Instant.parse("2026-01-01T12:00:00Z");
  private static final Instant LONG_AGO = Instant.EPOCH;

  private final Freshness freshness = new Freshness();
  private final FeedbackEvent watch = TestEvents.longView("alice", "cat", TestEvents.START);

  @Test
  void measuresUntilTheStateThatKnowsTheEventComes() {
    freshness.take(watch, APPENDED);

    freshness.take(state(), APPENDED.plusMillis(30));

    assertThat(freshness.page().since(LONG_AGO)).isEqualTo(new Latencies.Summary(1, 30, 30));
  }

  @Test
  void leavesOutAStateOfEventsThatItHasNotSeen() {
    freshness.take(state(), APPENDED.plusMillis(30));

    assertThat(freshness.page().since(LONG_AGO).count()).isZero();
  }

  @Test
  void measuresUntilRowsOfTheStepThatLearnedFromTheWatchAreInUse() {
    freshness.take(watch, APPENDED);
    freshness.take(scored(41));

    freshness.inUse(41, APPENDED.plusMillis(500));
    assertThat(freshness.weights().since(LONG_AGO).count()).isZero();

    freshness.inUse(42, APPENDED.plusMillis(900));
    assertThat(freshness.weights().since(LONG_AGO)).isEqualTo(new Latencies.Summary(1, 900, 900));
  }

  private UserState state() {
    return Objects.requireNonNull(UserStates.apply(null, watch, HistoryConfig.defaults()));
  }

  private static ScoredExample scored(long step) {
    return ScoredExample.newBuilder()
        .setExampleId("e")
        .setUser("alice")
        .setVideo("cat")
        .setSurface("main")
        .setShownAt(APPENDED)
        .setLabelledAt(APPENDED)
        .setLongView(true)
        .setLiked(false)
        .setStep(step)
        .setScores(Map.of())
        .build();
  }
}

package dev.freshet.loadtests.faults.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.loadtests.http.ClientEvent;
import dev.freshet.models.history.HistoryConfig;
import dev.freshet.models.history.UserStates;
import dev.freshet.schemas.event.FeedbackEvent;
import dev.freshet.schemas.feature.UserState;
import dev.freshet.testkit.TestEvents;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Alice watches two videos; what the system makes of it is right, or wrong in one way. */
class VerdictTest {

  private static final Instant AT = TestEvents.START;
  private static final FeedbackEvent CAT = TestEvents.longView("alice", "cat", AT);
  private static final FeedbackEvent DOG = TestEvents.skip("alice", "dog", AT.plusMillis(1));

  private final Ledger ledger = new Ledger();

  VerdictTest() {
    ledger.acknowledged(List.of(client(CAT), client(DOG)));
  }

  @Test
  void isFlawlessWhereEachEventCountedOnce() {
    Verdict verdict = verdict(state(CAT, DOG));

    assertThat(verdict).isEqualTo(new Verdict(2, 0, 0, 0, 0, 0));
    assertThat(verdict.flawless()).isTrue();
  }

  @Test
  void catchesALostEvent() {
    Verdict verdict = verdict(state(CAT));

    assertThat(verdict).isEqualTo(new Verdict(2, 1, 0, 1, 0, 0));
    assertThat(verdict.flawless()).isFalse();
  }

  @Test
  void catchesAnEventThatCountedTwice() {
    Verdict verdict = verdict(state(CAT, DOG, DOG));

    assertThat(verdict).isEqualTo(new Verdict(2, 0, 1, 1, 0, 0));
    assertThat(verdict.flawless()).isFalse();
  }

  @Test
  void catchesOneLostAndAnotherTwiceByTheRestOfTheState() {
    Verdict verdict = verdict(state(CAT, CAT));

    assertThat(verdict).isEqualTo(new Verdict(2, 0, 0, 1, 0, 0));
    assertThat(verdict.flawless()).isFalse();
  }

  @Test
  void catchesAUserWithoutAState() {
    Verdict verdict = Verdict.of(ledger.events(), ledger.expected(), Map.of(), 0, 0);

    assertThat(verdict).isEqualTo(new Verdict(2, 2, 0, 1, 0, 0));
  }

  @Test
  void catchesAMissingExampleWhereTheStatesAreRight() {
    Map<String, UserState> states = Map.of("alice", state(CAT, DOG));

    Verdict verdict = Verdict.of(ledger.events(), ledger.expected(), states, 1, 0);

    assertThat(verdict).isEqualTo(new Verdict(2, 0, 0, 0, 1, 0));
    assertThat(verdict.flawless()).isFalse();
  }

  @Test
  void catchesARankingThatDiffersWhereTheStatesAreRight() {
    Map<String, UserState> states = Map.of("alice", state(CAT, DOG));

    Verdict verdict = Verdict.of(ledger.events(), ledger.expected(), states, 0, 1);

    assertThat(verdict.flawless()).isFalse();
  }

  private Verdict verdict(UserState actual) {
    Map<String, UserState> states = new HashMap<>(Map.of("alice", actual));
    return Verdict.of(ledger.events(), ledger.expected(), states, 0, 0);
  }

  private static UserState state(FeedbackEvent... events) {
    UserState state = null;
    for (FeedbackEvent event : events) {
      state = UserStates.apply(state, event, HistoryConfig.defaults());
    }
    return java.util.Objects.requireNonNull(state);
  }

  private static ClientEvent client(FeedbackEvent event) {
    return new ClientEvent(
        event.getEventId(),
        null,
        event.getUser(),
        event.getVideo(),
        event.getKind().name(),
        event.getOccurredAt().toEpochMilli(),
        event.getWatchedMillis(),
        event.getLengthMillis(),
        event.getPosition(),
        "main",
        "phone");
  }
}

package dev.freshet.serving.users;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.models.history.HistoryConfig;
import dev.freshet.models.history.Preferences;
import dev.freshet.models.history.UserStates;
import dev.freshet.schemas.event.ErasedUser;
import dev.freshet.schemas.event.FeedbackEvent;
import dev.freshet.schemas.event.UserId;
import dev.freshet.schemas.feature.PreferenceValue;
import dev.freshet.schemas.feature.UserState;
import dev.freshet.schemas.serde.AvroSerde;
import dev.freshet.schemas.topic.AppliedUpTo;
import dev.freshet.serving.erasure.ErasedUsers;
import dev.freshet.serving.store.Changes;
import dev.freshet.serving.store.LocalStore;
import dev.freshet.serving.store.LocalStores;
import dev.freshet.serving.users.CurrentStates.Current;
import dev.freshet.testkit.TestEvents;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CurrentStatesTest {

  private static final AvroSerde<UserState> SERDE = AvroSerde.of(UserState.class);
  private static final AvroSerde<ErasedUser> ERASURES = AvroSerde.of(ErasedUser.class);
  private static final UserId ALICE = new UserId("alice");
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
  private static final FeedbackEvent LIKE_A = TestEvents.like("alice", "a", NOON);
  private static final FeedbackEvent LIKE_B = TestEvents.like("alice", "b", NOON.plusSeconds(1));

  @TempDir Path dir;
  private final Noon clock = new Noon();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private LocalStore store;
  private ErasedUsers erased;
  private OwnEvents own;
  private UserStateStore stored;
  private CurrentStates states;

  @BeforeEach
  void open() {
    store = LocalStores.open(dir);
    erased = new ErasedUsers(store, clock);
    keepAtMost(10, 5);
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void countsAnAcknowledgedEventBeforeItsStateHasCome() {
    keep(LIKE_A, 7);

    assertThat(states.current(ALICE).state()).isEqualTo(state(LIKE_A));
  }

  @Test
  void countsEachEventOnceWhateverPartOfThemAStateHas() {
    keep(LIKE_A, 7);
    keep(LIKE_B, 9);

    take(state(LIKE_A), 7);

    assertThat(states.current(ALICE)).isEqualTo(new Current(state(LIKE_A, LIKE_B), 1));

    take(state(LIKE_A, LIKE_B), 9);

    assertThat(states.current(ALICE).state()).isEqualTo(state(LIKE_A, LIKE_B));
    assertThat(own.of("alice")).isEmpty();
  }

  @Test
  void countsEachEventOnceWhileAStateIsOnItsWayToTheDisk() {
    keep(LIKE_A, 7);
    keep(LIKE_B, 9);

    try (Changes changes = store.changes()) {
      stored.take("alice", SERDE.encode(state(LIKE_A)), applied(7), changes);

      assertThat(states.current(ALICE).state()).isEqualTo(state(LIKE_A, LIKE_B));

      store.write(changes);
    }
    stored.written();

    assertThat(states.current(ALICE).state()).isEqualTo(state(LIKE_A, LIKE_B));
  }

  @Test
  void keepsEveryHiddenVideoWhileManyEventsWait() {
    UserState full = null;
    for (int i = 0; i < 512; i++) {
      full =
          UserStates.apply(
              full,
              TestEvents.hide("alice", "v" + i, NOON.plusMillis(i)),
              HistoryConfig.defaults());
    }
    take(Objects.requireNonNull(full), 511);
    keepAtMost(1_000, 200);
    List<FeedbackEvent> more =
        IntStream.range(512, 712)
            .mapToObj(i -> TestEvents.hide("alice", "v" + i, NOON.plusMillis(i)))
            .toList();

    UserState state = Objects.requireNonNull(states.state(ALICE, more));

    assertThat(Preferences.ids(state.getVideos(), PreferenceValue.HIDDEN)).hasSize(712);
  }

  @Test
  void countsAnEventThatComesWithTheRequestTooOnce() {
    keep(LIKE_A, 7);

    assertThat(states.state(ALICE, List.of(LIKE_B, LIKE_A))).isEqualTo(state(LIKE_A, LIKE_B));
  }

  @Test
  void nothingComesOfARepeatThatTheJobDropped() {
    take(state(LIKE_A), 7);
    keep(LIKE_A, 8);

    take(state(LIKE_A), 8);

    assertThat(states.current(ALICE).state()).isEqualTo(state(LIKE_A));
    assertThat(own.of("alice")).isEmpty();
  }

  @Test
  void stopsCountingWhatHasNotComeBackInTime() {
    keep(LIKE_A, 7);

    clock.now = NOON.plusSeconds(71);

    assertThat(states.current(ALICE).state()).isNull();
  }

  @Test
  void forgetsAnErasedUserWhateverTimeAnEventClaims() {
    FeedbackEvent ahead = TestEvents.like("alice", "c", NOON.plusSeconds(1_800));
    keep(ahead, 7);
    clock.now = NOON.plusSeconds(11);

    LocalStores.take(
        store,
        erased,
        "alice",
        ERASURES.encode(new ErasedUser("alice", NOON.plusSeconds(11), "request")));

    assertThat(states.current(ALICE).state()).isNull();
    assertThat(own.of("alice")).isEmpty();

    clock.now = NOON.plusSeconds(12);
    FeedbackEvent after = TestEvents.like("alice", "d", NOON.plusSeconds(12));
    keep(after, 8);

    assertThat(states.current(ALICE).state()).isEqualTo(state(after));
  }

  @Test
  void waitsForNothingOfAnEventThatAnErasureCovers() {
    LocalStores.take(
        store, erased, "alice", ERASURES.encode(new ErasedUser("alice", NOON, "request")));
    clock.now = NOON.plusSeconds(1);

    keep(LIKE_A, 7);
    clock.now = NOON.plusSeconds(41);

    assertThat(own.of("alice")).isEmpty();
    assertThat(own.silence()).isZero();
  }

  @Test
  void doesNotCountAnEventOfAClockThatRunsAheadAgainAfterAnErasure() {
    FeedbackEvent ahead = TestEvents.like("alice", "c", NOON.plusSeconds(1_800));
    keep(ahead, 7);
    clock.now = NOON.plusSeconds(11);
    LocalStores.take(
        store,
        erased,
        "alice",
        ERASURES.encode(new ErasedUser("alice", NOON.plusSeconds(11), "request")));
    clock.now = NOON.plusSeconds(12);

    keep(ahead, 8);

    assertThat(states.current(ALICE).state()).isNull();
    assertThat(own.silence()).isZero();
  }

  @Test
  void keepsTheLatestEventsOfAUserAndOfAll() {
    keepAtMost(3, 2);
    keep(LIKE_A, 1);
    keep(LIKE_B, 2);
    FeedbackEvent third = TestEvents.like("alice", "c", NOON.plusSeconds(3));

    keep(third, 3);

    assertThat(states.current(ALICE).state()).isEqualTo(state(LIKE_B, third));

    FeedbackEvent ofBob = TestEvents.like("bob", "a", NOON);
    own.keep(
        List.of(ofBob, TestEvents.like("bob", "b", NOON)),
        List.of(new AppliedUpTo(0, 4), new AppliedUpTo(0, 5)));

    assertThat(states.current(ALICE).state()).isEqualTo(state(third));
    assertThat(meters.counter("freshet.serving.own.events.dropped").count()).isEqualTo(2);
  }

  @Test
  void saysForHowLongNoStateHasComeForWhatIsWaitedFor() {
    assertThat(own.silence()).isZero();

    keep(LIKE_A, 1);
    clock.now = clock.now.plusSeconds(40);
    assertThat(own.silence()).isEqualTo(Duration.ofSeconds(40));

    keep(LIKE_B, 2);
    own.arrived("alice", new AppliedUpTo(0, 1));
    clock.now = clock.now.plusSeconds(5);
    assertThat(own.silence()).isEqualTo(Duration.ofSeconds(5));

    own.arrived("alice", new AppliedUpTo(0, 2));
    assertThat(own.silence()).isZero();
  }

  private void keepAtMost(int limit, int perUser) {
    own =
        new OwnEvents(
            new OwnEventsConfig(limit, perUser, Duration.ofMinutes(1)), erased, clock, meters);
    stored = new UserStateStore(store, erased, own, LocalStores.config(dir));
    states = new CurrentStates(stored, own, clock);
  }

  private void keep(FeedbackEvent event, long offset) {
    own.keep(List.of(event), List.of(new AppliedUpTo(0, offset)));
  }

  private void take(UserState state, long offset) {
    try (Changes changes = store.changes()) {
      stored.take(state.getUser(), SERDE.encode(state), applied(offset), changes);
      store.write(changes);
    }
    stored.written();
  }

  private static Headers applied(long offset) {
    Headers headers = new RecordHeaders();
    new AppliedUpTo(0, offset).addTo(headers);
    return headers;
  }

  private static UserState state(FeedbackEvent... events) {
    @Nullable UserState state = null;
    for (FeedbackEvent event : events) {
      state = UserStates.apply(state, event, HistoryConfig.defaults());
    }
    return Objects.requireNonNull(state);
  }

  /** Stands still until it is set. */
  private static final class Noon extends Clock {

    private Instant now = NOON.plusSeconds(10);

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return now;
    }
  }
}

package dev.freshet.serving.users;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.schemas.event.UserId;
import dev.freshet.schemas.feature.UserCounters;
import dev.freshet.schemas.feature.UserState;
import dev.freshet.schemas.serde.AvroSerde;
import dev.freshet.serving.erasure.ErasedUsers;
import dev.freshet.serving.erasure.Erasures;
import dev.freshet.serving.store.Changes;
import dev.freshet.serving.store.LocalStore;
import dev.freshet.serving.store.LocalStores;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UserStateStoreTest {

  private static final AvroSerde<UserState> SERDE = AvroSerde.of(UserState.class);
  private static final Erasures NOBODY = (user, at) -> false;
  private static final UserId ALICE = new UserId("alice");

  @TempDir Path dir;
  private LocalStore store;
  private UserStateStore states;

  @BeforeEach
  void open() {
    store = LocalStores.open(dir);
    states = new UserStateStore(store, NOBODY, own(), LocalStores.config(dir));
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void keepsTheHighestVersionInWhateverOrderTheyCome() {
    take(state("alice", 2));
    take(state("alice", 5));
    take(state("alice", 3));

    assertThat(states.state(ALICE)).isEqualTo(state("alice", 5));
  }

  @Test
  void keepsTheHighestVersionWithinOneBatch() {
    try (Changes changes = store.changes()) {
      states.take("alice", SERDE.encode(state("alice", 5)), changes);
      states.take("alice", SERDE.encode(state("alice", 4)), changes);
      store.write(changes);
    }
    states.written();

    assertThat(reopened().state(ALICE)).isEqualTo(state("alice", 5));
  }

  @Test
  void findsStatesThatMemoryNoLongerHolds() {
    IntStream.range(0, 200).forEach(i -> take(state("user-" + i, 1 + i)));

    assertThat(IntStream.range(0, 200))
        .allSatisfy(
            i ->
                assertThat(states.state(new UserId("user-" + i)))
                    .isEqualTo(state("user-" + i, 1 + i)));
  }

  @Test
  void forgetsARemovedUserAndTakesALaterStateOfTheSame() {
    take(state("alice", 5));
    LocalStores.take(store, states, "alice", null);

    assertThat(states.state(ALICE)).isNull();

    take(state("alice", 1));

    assertThat(states.state(ALICE)).isEqualTo(state("alice", 1));
  }

  @Test
  void refusesAStateOfAnotherUserAndBytesThatAreNone() {
    assertThatThrownBy(
            () -> LocalStores.take(store, states, "bob", SERDE.encode(state("alice", 1))))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> LocalStores.take(store, states, "bob", new byte[] {1, 2}))
        .isInstanceOf(SerializationException.class);
    assertThat(states.state(new UserId("bob"))).isNull();
  }

  @Test
  void isEmptyAfterItWasCleared() {
    take(state("alice", 5));

    states.clear();

    assertThat(states.state(ALICE)).isNull();
    assertThat(reopened().state(ALICE)).isNull();
  }

  private UserStateStore reopened() {
    store.close();
    store = LocalStores.open(dir);
    return new UserStateStore(store, NOBODY, own(), LocalStores.config(dir));
  }

  private OwnEvents own() {
    Clock clock = Clock.systemUTC();
    return new OwnEvents(
        new OwnEventsConfig(10, 10, Duration.ofMinutes(1)),
        new ErasedUsers(store, clock),
        clock,
        new SimpleMeterRegistry());
  }

  private void take(UserState state) {
    LocalStores.take(store, states, state.getUser(), SERDE.encode(state));
  }

  private static UserState state(String user, long version) {
    return UserState.newBuilder()
        .setUser(user)
        .setVersion(version)
        .setEvents(version)
        .setAsOf(Instant.ofEpochMilli(1_767_225_600_000L + version))
        .setCounters(UserCounters.newBuilder().setImpressions(version).build())
        .build();
  }
}

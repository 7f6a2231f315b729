package dev.freshet.serving.erasure;

import dev.freshet.schemas.event.ErasedUser;
import dev.freshet.schemas.serde.AvroSerde;
import dev.freshet.schemas.topic.Topic;
import dev.freshet.schemas.topic.Topics;
import dev.freshet.schemas.validation.Bounds;
import dev.freshet.schemas.validation.ErasureRules;
import dev.freshet.schemas.validation.Violation;
import dev.freshet.serving.store.Changes;
import dev.freshet.serving.store.Family;
import dev.freshet.serving.store.LocalStore;
import dev.freshet.serving.store.TopicCopy;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Who was erased and when, on disk and in memory. An erasure is never taken back. */
@Singleton
public final class ErasedUsers implements TopicCopy, Erasures {

  private static final AvroSerde<ErasedUser> SERDE = AvroSerde.of(ErasedUser.class);

  private final LocalStore store;
  private final Map<String, Instant> erased = new ConcurrentHashMap<>();
  private final Clock clock;
  private final List<Consumer<String>> listeners = new CopyOnWriteArrayList<>();

  /** The erasures that {@code store} has already. */
  public ErasedUsers(LocalStore store, Clock clock) {
    this.store = store;
    this.clock = clock;
    store.forEach(Family.ERASED_USERS, (user, value) -> note(SERDE.decode(value)));
  }

  @Override
  public boolean covers(String user, Instant at) {
    Instant erasedAt = erased.get(user);
    return erasedAt != null && !at.isAfter(erasedAt);
  }

  /** Whether nobody was ever erased. */
  boolean isEmpty() {
    return erased.isEmpty();
  }

  /** Calls {@code listener} with each user who is erased from now on. */
  public void onErasure(Consumer<String> listener) {
    listeners.add(listener);
  }

  /** Counts the erasure from now on, although it has not come through the topic yet. */
  void note(ErasedUser erasure) {
    erased.merge(
        erasure.getUser(),
        erasure.getErasedAt(),
        (before, after) -> after.isAfter(before) ? after : before);
    listeners.forEach(listener -> listener.accept(erasure.getUser()));
  }

  @Override
  public Topic<String, ?> topic() {
    return Topics.ERASED_USERS;
  }

  @Override
  public void take(String key, byte @Nullable [] value, Changes changes) {
    if (value == null) {
      return;
    }
    ErasedUser erasure = SERDE.decode(value);
    Violation violation =
        ErasureRules.RULES.violation(key, erasure, clock.instant().plus(Bounds.CLOCK_AHEAD));
    if (violation != null) {
      throw new IllegalArgumentException(violation.text());
    }
    note(erasure);
    changes.put(Family.ERASED_USERS, key, value);
  }

  @Override
  public void clear() {
    erased.clear();
    store.clear(Family.ERASED_USERS);
  }
}

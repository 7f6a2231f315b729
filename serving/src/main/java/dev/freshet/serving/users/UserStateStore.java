package dev.freshet.serving.users;

import dev.freshet.schemas.event.UserId;
import dev.freshet.schemas.feature.UserState;
import dev.freshet.schemas.serde.AvroSerde;
import dev.freshet.schemas.topic.Topic;
import dev.freshet.schemas.topic.Topics;
import dev.freshet.serving.erasure.Erasures;
import dev.freshet.serving.store.Changes;
import dev.freshet.serving.store.Family;
import dev.freshet.serving.store.LocalStore;
import dev.freshet.serving.store.StoreConfig;
import dev.freshet.serving.store.TopicCopy;
import jakarta.inject.Singleton;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The state of every user, on disk, with those that changed last decoded in memory.
 *
 * <p>A value on disk is the state's version (8 bytes) and the record as it came. The highest
 * version wins, in whatever order versions arrive. Memory holds only what the feed put there, so
 * that a reader can never bring back an older state than the disk has.
 */
@Singleton
public final class UserStateStore implements TopicCopy {

  private static final AvroSerde<UserState> SERDE = AvroSerde.of(UserState.class);

  private final LocalStore store;
  private final Erasures erased;
  private final AtomicReferenceArray<@Nullable UserState> recent;

  /** Versions of the batch that is not on disk yet; of the feed's thread only. */
  private final Map<String, Long> unwritten = new HashMap<>();

  /** A store over {@code store}, where it may have states already. */
  public UserStateStore(LocalStore store, Erasures erased, StoreConfig config) {
    this.store = store;
    this.erased = erased;
    this.recent = new AtomicReferenceArray<>(config.cachedStates());
  }

  /** The user's state, or null where the user has none, or was erased since. */
  public @Nullable UserState state(UserId user) {
    UserState state = stored(user);
    return state == null || erased.covers(user.value(), state.getAsOf()) ? null : state;
  }

  private @Nullable UserState stored(UserId user) {
    UserState cached = recent.get(slot(user.value()));
    if (cached != null && cached.getUser().equals(user.value())) {
      return cached;
    }
    byte[] value = store.value(Family.USER_STATES, user.value());
    return value == null ? null : SERDE.decode(Arrays.copyOfRange(value, Long.BYTES, value.length));
  }

  @Override
  public Topic<String, ?> topic() {
    return Topics.USER_STATES;
  }

  @Override
  public void take(String key, byte @Nullable [] value, Changes changes) {
    if (value == null) {
      unwritten.put(key, 0L);
      changes.remove(Family.USER_STATES, key);
      recent.set(slot(key), null);
      return;
    }
    UserState state = SERDE.decode(value);
    if (!state.getUser().equals(key)) {
      throw new IllegalArgumentException("the state is of another user than the key says");
    }
    if (state.getVersion() <= version(key) || erased.covers(key, state.getAsOf())) {
      return;
    }
    unwritten.put(key, state.getVersion());
    changes.put(
        Family.USER_STATES,
        key,
        ByteBuffer.allocate(Long.BYTES + value.length)
            .putLong(state.getVersion())
            .put(value)
            .array());
    recent.set(slot(key), state);
  }

  @Override
  public void written() {
    unwritten.clear();
  }

  @Override
  public void clear() {
    unwritten.clear();
    for (int slot = 0; slot < recent.length(); slot++) {
      recent.set(slot, null);
    }
    store.clear(Family.USER_STATES);
  }

  private long version(String user) {
    Long pending = unwritten.get(user);
    if (pending != null) {
      return pending;
    }
    byte[] value = store.value(Family.USER_STATES, user);
    return value == null ? 0 : ByteBuffer.wrap(value).getLong();
  }

  private int slot(String user) {
    return Math.floorMod(user.hashCode(), recent.length());
  }
}

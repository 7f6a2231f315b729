package dev.freshet.serving.users;

import dev.freshet.schemas.event.UserId;
import dev.freshet.schemas.feature.UserState;
import dev.freshet.schemas.serde.AvroProjection;
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
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/**
 * The state of every user, on disk, with those that changed last in memory. A state is decoded when
 * it is first asked for: far more of them come than pages look at.
 *
 * <p>A value on disk is the state's version (8 bytes) and the record as it came. The highest
 * version wins, in whatever order versions arrive. Memory holds only what the feed put there, so
 * that a reader can never bring back an older state than the disk has.
 */
@Singleton
public final class UserStateStore implements TopicCopy {

  private static final AvroSerde<UserState> SERDE = AvroSerde.of(UserState.class);
  private static final String USER = "user";
  private static final String VERSION = "version";
  private static final String AS_OF = "asOf";
  private static final AvroProjection HEAD =
      AvroProjection.of(UserState.class, USER, VERSION, AS_OF);

  private final LocalStore store;
  private final Erasures erased;
  private final AtomicReferenceArray<@Nullable RecentState> recent;

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
    RecentState cached = recent.get(slot(user.value()));
    if (cached != null && cached.isOf(user)) {
      return cached.decoded();
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
    GenericRecord head = HEAD.decode(value);
    if (!head.get(USER).toString().equals(key)) {
      throw new IllegalArgumentException("the state is of another user than the key says");
    }
    long version = (Long) head.get(VERSION);
    Instant asOf = Instant.ofEpochMilli((Long) head.get(AS_OF));
    if (version <= version(key) || erased.covers(key, asOf)) {
      return;
    }
    unwritten.put(key, version);
    changes.put(
        Family.USER_STATES,
        key,
        ByteBuffer.allocate(Long.BYTES + value.length).putLong(version).put(value).array());
    recent.set(slot(key), new RecentState(key, value));
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

  /** A state as it came. */
  private static final class RecentState {

    private final String user;
    private final byte[] value;

    /** Null until it is asked for; two threads that ask at once make the same twice. */
    private volatile @Nullable UserState state;

    RecentState(String user, byte[] value) {
      this.user = user;
      this.value = value;
    }

    boolean isOf(UserId asked) {
      return user.equals(asked.value());
    }

    UserState decoded() {
      UserState known = state;
      if (known == null) {
        known = SERDE.decode(value);
        state = known;
      }
      return known;
    }
  }
}

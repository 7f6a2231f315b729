package dev.freshet.serving.users;

import dev.freshet.schemas.event.UserId;
import dev.freshet.schemas.feature.UserState;
import dev.freshet.schemas.serde.AvroProjection;
import dev.freshet.schemas.serde.AvroSerde;
import dev.freshet.schemas.topic.AppliedUpTo;
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
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * The state of every user, on disk, with those that changed last in memory. A state is decoded when
 * it is first asked for: far more of them come than pages look at.
 *
 * <p>A value on disk is the state's version (8 bytes) and the record as it came. The highest
 * version wins, in whatever order versions arrive. Memory holds only what the feed put there, so
 * that a reader can never bring back an older state than the disk has; the batch that is on its way
 * to the disk is read from memory as a whole.
 */
@Singleton
public final class UserStateStore implements TopicCopy {

  private static final AvroSerde<UserState> SERDE = AvroSerde.of(UserState.class);
  private static final Headers NO_HEADERS = new RecordHeaders();
  private static final String USER = "user";
  private static final String VERSION = "version";
  private static final String AS_OF = "asOf";
  private static final AvroProjection HEAD =
      AvroProjection.of(UserState.class, USER, VERSION, AS_OF);

  private final LocalStore store;
  private final Erasures erased;
  private final AtomicReferenceArray<@Nullable RecentState> recent;

  /** The batch that is not on disk yet; only the feed's thread changes it. */
  private final Map<String, RecentState> unwritten = new ConcurrentHashMap<>();

  private final OwnEvents own;

  /**
   * A store over {@code store}, where it may have states already.
   *
   * @param own is told which events have come back in a state
   */
  public UserStateStore(LocalStore store, Erasures erased, OwnEvents own, StoreConfig config) {
    this.store = store;
    this.erased = erased;
    this.own = own;
    this.recent = new AtomicReferenceArray<>(config.cachedStates());
  }

  /**
   * A state as the features job published it.
   *
   * @param state null where the user has none, or was erased since
   * @param applied events that are in it; null where that is not known, and then nobody waits for
   *     one of them
   */
  record Stored(@Nullable UserState state, @Nullable AppliedUpTo applied) {}

  /** The user's state, or null where the user has none, or was erased since. */
  public @Nullable UserState state(UserId user) {
    return stored(user).state();
  }

  /** The user's state, and what is in it. */
  Stored stored(UserId user) {
    RecentState inMemory = unwritten.get(user.value());
    if (inMemory == null) {
      inMemory = recent.get(slot(user.value()));
    }
    UserState state;
    AppliedUpTo applied = null;
    if (inMemory != null && inMemory.isOf(user)) {
      state = inMemory.decoded();
      applied = inMemory.applied;
    } else {
      byte[] value = store.value(Family.USER_STATES, user.value());
      state =
          value == null ? null : SERDE.decode(Arrays.copyOfRange(value, Long.BYTES, value.length));
    }
    boolean gone = state == null || erased.covers(user.value(), state.getAsOf());
    return new Stored(gone ? null : state, applied);
  }

  @Override
  public Topic<String, ?> topic() {
    return Topics.USER_STATES;
  }

  @Override
  public void take(String key, byte @Nullable [] value, Changes changes) {
    take(key, value, NO_HEADERS, changes);
  }

  @Override
  public void take(String key, byte @Nullable [] value, Headers headers, Changes changes) {
    if (value == null) {
      unwritten.put(key, new RecentState(key, 0, null, null));
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
    AppliedUpTo applied = AppliedUpTo.in(headers);
    if (version <= version(key) || erased.covers(key, asOf)) {
      // the newer state that is known was written later, and has at least the same events
      if (applied != null) {
        own.arrived(key, applied);
      }
      return;
    }
    RecentState state = new RecentState(key, version, value, applied);
    unwritten.put(key, state);
    changes.put(
        Family.USER_STATES,
        key,
        ByteBuffer.allocate(Long.BYTES + value.length).putLong(version).put(value).array());
    recent.set(slot(key), state);
  }

  @Override
  public void written() {
    unwritten.forEach(
        (user, state) -> {
          if (state.applied != null) {
            own.arrived(user, state.applied);
          }
        });
    unwritten.clear();
  }

  @Override
  public void clear() {
    own.clear();
    unwritten.clear();
    for (int slot = 0; slot < recent.length(); slot++) {
      recent.set(slot, null);
    }
    store.clear(Family.USER_STATES);
  }

  private long version(String user) {
    RecentState pending = unwritten.get(user);
    if (pending != null) {
      return pending.version;
    }
    byte[] value = store.value(Family.USER_STATES, user);
    return value == null ? 0 : ByteBuffer.wrap(value).getLong();
  }

  private int slot(String user) {
    return Math.floorMod(user.hashCode(), recent.length());
  }

  /** A state as it came, or the removal of one. */
  private static final class RecentState {

    private final String user;
    private final long version;
    private final byte @Nullable [] value;
    private final @Nullable AppliedUpTo applied;

    /** Null until it is asked for; two threads that ask at once make the same twice. */
    private volatile @Nullable UserState state;

    RecentState(String user, long version, byte @Nullable [] value, @Nullable AppliedUpTo applied) {
      this.user = user;
      this.version = version;
      this.value = value;
      this.applied = applied;
    }

    boolean isOf(UserId asked) {
      return user.equals(asked.value());
    }

    @Nullable UserState decoded() {
      UserState known = state;
      if (known == null && value != null) {
        known = SERDE.decode(value);
        state = known;
      }
      return known;
    }
  }
}

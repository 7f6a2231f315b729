package dev.freshet.flink.features;

import dev.freshet.flink.events.RecentIds;
import dev.freshet.schemas.feature.UserState;
import dev.freshet.schemas.serde.AvroSerde;
import java.nio.ByteBuffer;

/**
 * A user in memory.
 *
 * @param state after the last event
 * @param recent ids of the last events; changes in place
 * @param latestAt latest time that an event of the user claimed, in epoch milliseconds
 * @param erasedAt event time up to which the user was erased before, in epoch milliseconds
 */
record KnownUser(UserState state, RecentIds recent, long latestAt, long erasedAt) {

  private static final AvroSerde<UserState> STATES = AvroSerde.of(UserState.class);

  StoredUser stored() {
    return StoredUser.newBuilder()
        .setState(ByteBuffer.wrap(STATES.encode(state)))
        .setRecentIds(recent.toBytes())
        .setLatestAt(latestAt)
        .setErasedAt(erasedAt)
        .build();
  }

  static KnownUser of(StoredUser stored, RecentIds none) {
    ByteBuffer state = stored.getState().duplicate();
    byte[] bytes = new byte[state.remaining()];
    state.get(bytes);
    return new KnownUser(
        STATES.decode(bytes),
        none.restored(stored.getRecentIds()),
        stored.getLatestAt(),
        stored.getErasedAt());
  }
}

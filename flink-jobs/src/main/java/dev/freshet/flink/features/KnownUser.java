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
 * @param erasedAt event time up to which the user was erased before, in epoch milliseconds
 */
record KnownUser(UserState state, RecentIds recent, long erasedAt) {

  private static final AvroSerde<UserState> STATES = AvroSerde.of(UserState.class);

  StoredUser stored() {
    return new StoredUser(ByteBuffer.wrap(STATES.encode(state)), recent.toBytes(), erasedAt);
  }

  static KnownUser of(StoredUser stored, int remembered) {
    ByteBuffer state = stored.getState().duplicate();
    byte[] bytes = new byte[state.remaining()];
    state.get(bytes);
    return new KnownUser(
        STATES.decode(bytes),
        RecentIds.of(stored.getRecentEvents(), remembered),
        stored.getErasedAt());
  }
}

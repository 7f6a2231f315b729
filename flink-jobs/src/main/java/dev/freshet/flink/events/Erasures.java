package dev.freshet.flink.events;

import dev.freshet.schemas.event.FeedbackEvent;
import java.io.IOException;
import org.apache.flink.api.common.state.KeyedStateStore;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;

/**
 * When the user of the current key was erased. Kept for ever, eight bytes for each erased user: an
 * old event that comes again must find it, whenever that is.
 */
public final class Erasures {

  /** Stands for a user who was never erased. */
  public static final long NEVER = Long.MIN_VALUE;

  private final ValueState<Long> erased;

  private Erasures(ValueState<Long> erased) {
    this.erased = erased;
  }

  /** The erasures that {@code store} has. */
  public static Erasures in(KeyedStateStore store) {
    return new Erasures(store.getState(new ValueStateDescriptor<>("erased", Types.LONG)));
  }

  /** Event time up to which the user is forgotten, in epoch milliseconds, or {@link #NEVER}. */
  public long erasedAt() throws IOException {
    Long at = erased.value();
    return at == null ? NEVER : at;
  }

  /** Remembers the erasure. */
  public void erase(FeedbackEvent event) throws IOException {
    erased.update(event.getOccurredAt().toEpochMilli());
  }

  /** Whether the event belongs to what is forgotten; an erasure that comes again does, too. */
  public static boolean covers(long erasedAt, FeedbackEvent event) {
    return event.getOccurredAt().toEpochMilli() <= erasedAt;
  }
}

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
  private final ValueState<Long> asked;

  private Erasures(ValueState<Long> erased, ValueState<Long> asked) {
    this.erased = erased;
    this.asked = asked;
  }

  /** The erasures that {@code store} has. */
  public static Erasures in(KeyedStateStore store) {
    return new Erasures(
        store.getState(new ValueStateDescriptor<>("erased", Types.LONG)),
        store.getState(new ValueStateDescriptor<>("erasure-asked", Types.LONG)));
  }

  /** Event time up to which the user is forgotten, in epoch milliseconds, or {@link #NEVER}. */
  public long erasedAt() throws IOException {
    Long at = erased.value();
    return at == null ? NEVER : at;
  }

  /** Whether this ERASE was followed before: what the user did since stays. */
  public boolean isRepeat(FeedbackEvent erase) throws IOException {
    Long at = asked.value();
    return at != null && erase.getOccurredAt().toEpochMilli() <= at;
  }

  /**
   * Remembers an erasure, which covers what was accepted before it by arrival as well as by time.
   *
   * @param event the ERASE
   * @param latestAt latest time that any event of the user claimed, in epoch milliseconds, or
   *     {@link #NEVER}: one from a clock that runs ahead must not bring the user back when it comes
   *     again
   * @return up to when the user is forgotten, in epoch milliseconds
   */
  public long erase(FeedbackEvent event, long latestAt) throws IOException {
    long upTo = Math.max(event.getOccurredAt().toEpochMilli(), latestAt);
    erased.update(upTo);
    asked.update(event.getOccurredAt().toEpochMilli());
    return upTo;
  }

  /**
   * Whether the event, other than an ERASE, belongs to what is forgotten.
   *
   * @param event with the time that its sender claims
   */
  public static boolean covers(long erasedAt, FeedbackEvent event) {
    return event.getOccurredAt().toEpochMilli() <= erasedAt;
  }
}

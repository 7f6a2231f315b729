package dev.freshet.flink.labels;

import dev.freshet.flink.events.Erasures;
import dev.freshet.flink.events.RecentIds;
import dev.freshet.schemas.event.FeedbackEvent;
import dev.freshet.schemas.feature.UserState;
import dev.freshet.schemas.serde.AvroSerde;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the labels job knows of a user: the history, recent events, impressions that wait. */
final class UserHistory {

  private static final AvroSerde<UserState> STATES = AvroSerde.of(UserState.class);
  private static final Comparator<Pending> BY_DECISION =
      Comparator.comparingLong(Pending::deadline).thenComparing(Pending::id);

  private final RecentIds recent;
  private final long erasedAt;
  private final List<Pending> pending;
  private @Nullable UserState state;
  private long latestAt;

  private UserHistory(
      @Nullable UserState state,
      RecentIds recent,
      long latestAt,
      long erasedAt,
      List<Pending> pending) {
    this.state = state;
    this.recent = recent;
    this.latestAt = latestAt;
    this.erasedAt = erasedAt;
    this.pending = pending;
  }

  /** A user of whom nothing is known but when they were erased. */
  static UserHistory empty(RecentIds none, long erasedAt) {
    return new UserHistory(null, none, Erasures.NEVER, erasedAt, new ArrayList<>());
  }

  /** Event time up to which the user was erased before, in epoch milliseconds. */
  long erasedAt() {
    return erasedAt;
  }

  /** Latest time that any event of the user claimed, in epoch milliseconds. */
  long latestAt() {
    return latestAt;
  }

  /** Up to when examples of the user are forgotten with this ERASE, in epoch milliseconds. */
  long upTo(FeedbackEvent erase) {
    long at = erase.getOccurredAt().toEpochMilli();
    return state == null ? at : Math.max(at, state.getAsOf().toEpochMilli());
  }

  /** Takes note of a time that an event claims. */
  void claimed(Instant at) {
    latestAt = Math.max(latestAt, at.toEpochMilli());
  }

  RecentIds recent() {
    return recent;
  }

  @Nullable UserState state() {
    return state;
  }

  void state(UserState after) {
    state = after;
  }

  /** Number of impressions that are still open at {@code time}, wherever the watermark is. */
  int waitingAt(long time) {
    int waiting = 0;
    for (Pending impression : pending) {
      if (impression.deadline() > time) {
        waiting++;
      }
    }
    return waiting;
  }

  void await(Pending impression) {
    pending.add(impression);
  }

  /** The latest impression that {@code outcome} may belong to, or null. */
  @Nullable Pending impressionOf(FeedbackEvent outcome) {
    for (int i = pending.size() - 1; i >= 0; i--) {
      if (pending.get(i).concerns(outcome)) {
        return pending.get(i);
      }
    }
    return null;
  }

  boolean anyDecidedAt(long deadline) {
    return pending.stream().anyMatch(impression -> impression.deadline() == deadline);
  }

  /** Takes out the impressions to be decided up to {@code time}, in the order of decision. */
  List<Pending> due(long time) {
    List<Pending> due =
        pending.stream()
            .filter(impression -> impression.deadline() <= time)
            .sorted(BY_DECISION)
            .toList();
    pending.removeAll(due);
    return due;
  }

  StoredHistory stored() {
    StoredHistory.Builder stored =
        StoredHistory.newBuilder()
            .setRecentIds(recent.toBytes())
            .setLatestAt(latestAt)
            .setErasedAt(erasedAt)
            .setPending(pending.stream().map(Pending::stored).toList());
    if (state != null) {
      stored.setState(ByteBuffer.wrap(STATES.encode(state)));
    }
    return stored.build();
  }

  static UserHistory of(StoredHistory stored, RecentIds none) {
    ByteBuffer state = stored.getState();
    return new UserHistory(
        state == null ? null : STATES.decode(Bytes.of(state)),
        none.restored(stored.getRecentIds()),
        stored.getLatestAt(),
        stored.getErasedAt(),
        new ArrayList<>(stored.getPending().stream().map(Pending::of).toList()));
  }
}

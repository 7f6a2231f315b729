package dev.freshet.flink.labels;

import dev.freshet.models.history.LongView;
import dev.freshet.schemas.event.FeedbackEvent;
import dev.freshet.schemas.feature.TrainingExample;
import dev.freshet.schemas.feature.UserCounters;
import dev.freshet.schemas.feature.UserState;
import dev.freshet.schemas.serde.AvroSerde;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An impression that waits for its outcome. Which outcomes count depends on their event times
 * alone, not on the order in which they arrive.
 */
final class Pending {

  private static final AvroSerde<TrainingExample> EXAMPLES = AvroSerde.of(TrainingExample.class);

  /** Decisions of one impression that are told apart; a person makes two or three. */
  private static final int MOST_DECISIONS = 64;

  private final TrainingExample impression;
  private final List<StoredWatch> watches;
  private final List<StoredDecision> decisions;
  private long deadline;

  private Pending(
      TrainingExample impression,
      long deadline,
      List<StoredDecision> decisions,
      List<StoredWatch> watches) {
    this.impression = impression;
    this.deadline = deadline;
    this.decisions = decisions;
    this.watches = watches;
  }

  /** The impression {@code event}, with the user as they were before it. */
  static Pending of(FeedbackEvent event, @Nullable UserState before, long deadline) {
    TrainingExample impression =
        new TrainingExample(
            event.getEventId(),
            event.getRequestId(),
            event.getUser(),
            event.getVideo(),
            event.getSurface(),
            event.getDevice(),
            event.getPosition(),
            event.getOccurredAt(),
            event.getOccurredAt(),
            before == null ? List.of() : before.getPositives(),
            before == null ? List.of() : before.getSkips(),
            before == null ? new UserCounters(0L, 0L, 0L, 0L, 0L) : before.getCounters(),
            /* longView= */ false,
            /* liked= */ false,
            /* hidden= */ false,
            0L,
            1f,
            /* erasure= */ false);
    return new Pending(impression, deadline, new ArrayList<>(1), new ArrayList<>(1));
  }

  String id() {
    return impression.getExampleId();
  }

  /** Event time at which the outcome is decided. */
  long deadline() {
    return deadline;
  }

  /**
   * Whether {@code outcome} may be one of this impression: from when it was shown to its deadline,
   * whether or not the watermark has taken it out by then.
   */
  boolean concerns(FeedbackEvent outcome) {
    return outcome.getVideo().equals(impression.getVideo())
        && !outcome.getOccurredAt().isBefore(impression.getShownAt())
        && outcome.getOccurredAt().toEpochMilli() <= deadline
        && (outcome.getRequestId() == null
            || impression.getRequestId() == null
            || outcome.getRequestId().equals(impression.getRequestId()));
  }

  /** Takes note of a watch, after which the impression is decided at {@code decideAt}. */
  void watched(FeedbackEvent watch, long decideAt) {
    Long length = watch.getLengthMillis();
    Long watched = watch.getWatchedMillis();
    long watchedMillis = watched == null ? 0 : watched;
    watches.add(
        new StoredWatch(
            watch.getOccurredAt().toEpochMilli(),
            watchedMillis,
            LongView.reached(watchedMillis, length == null ? 0 : length)));
    deadline = Math.min(deadline, decideAt);
  }

  /** Takes note of a like, or of its undoing. */
  void liked(Instant at, boolean on) {
    decided(new StoredDecision(at.toEpochMilli(), /* like= */ true, on));
  }

  /** Takes note of a hide, or of its undoing. */
  void hidden(Instant at, boolean on) {
    decided(new StoredDecision(at.toEpochMilli(), /* like= */ false, on));
  }

  private void decided(StoredDecision decision) {
    if (decisions.size() < MOST_DECISIONS) {
      decisions.add(decision);
    }
  }

  /** Whether the latest decision up to the deadline is on; of two at once, the undoing counts. */
  private boolean isOn(boolean like) {
    long latest = Long.MIN_VALUE;
    boolean on = false;
    for (StoredDecision decision : decisions) {
      long at = decision.getAt();
      if (decision.getLike() != like || at > deadline || at < latest) {
        continue;
      }
      on = at == latest ? on && decision.getOn() : decision.getOn();
      latest = at;
    }
    return on;
  }

  /** The example, with the outcomes up to the deadline. */
  TrainingExample decided() {
    boolean longView = false;
    long watchedMillis = 0;
    for (StoredWatch watch : watches) {
      if (watch.getAt() <= deadline) {
        longView |= watch.getLongView();
        watchedMillis = Math.max(watchedMillis, watch.getWatchedMillis());
      }
    }
    return new TrainingExample(
        impression.getExampleId(),
        impression.getRequestId(),
        impression.getUser(),
        impression.getVideo(),
        impression.getSurface(),
        impression.getDevice(),
        impression.getPosition(),
        impression.getShownAt(),
        Instant.ofEpochMilli(deadline),
        impression.getPositives(),
        impression.getSkips(),
        impression.getCounters(),
        longView,
        isOn(/* like= */ true),
        isOn(/* like= */ false),
        watchedMillis,
        impression.getWeight(),
        /* erasure= */ false);
  }

  StoredPending stored() {
    return new StoredPending(
        ByteBuffer.wrap(EXAMPLES.encode(impression)), deadline, decisions, watches);
  }

  static Pending of(StoredPending stored) {
    return new Pending(
        EXAMPLES.decode(Bytes.of(stored.getExample())),
        stored.getDeadline(),
        new ArrayList<>(stored.getDecisions()),
        new ArrayList<>(stored.getWatches()));
  }
}

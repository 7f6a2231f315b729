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
  private static final long NEVER = Long.MAX_VALUE;

  private final TrainingExample impression;
  private final List<StoredWatch> watches;
  private long deadline;
  private long likedAt;
  private long hiddenAt;

  private Pending(
      TrainingExample impression,
      long deadline,
      long likedAt,
      long hiddenAt,
      List<StoredWatch> watches) {
    this.impression = impression;
    this.deadline = deadline;
    this.likedAt = likedAt;
    this.hiddenAt = hiddenAt;
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
    return new Pending(impression, deadline, NEVER, NEVER, new ArrayList<>(1));
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

  void liked(Instant at) {
    likedAt = Math.min(likedAt, at.toEpochMilli());
  }

  void hidden(Instant at) {
    hiddenAt = Math.min(hiddenAt, at.toEpochMilli());
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
        likedAt <= deadline,
        hiddenAt <= deadline,
        watchedMillis,
        impression.getWeight(),
        /* erasure= */ false);
  }

  StoredPending stored() {
    return new StoredPending(
        ByteBuffer.wrap(EXAMPLES.encode(impression)), deadline, likedAt, hiddenAt, watches);
  }

  static Pending of(StoredPending stored) {
    return new Pending(
        EXAMPLES.decode(Bytes.of(stored.getExample())),
        stored.getDeadline(),
        stored.getLikedAt(),
        stored.getHiddenAt(),
        new ArrayList<>(stored.getWatches()));
  }
}

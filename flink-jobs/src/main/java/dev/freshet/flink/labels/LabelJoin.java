package dev.freshet.flink.labels;

import dev.freshet.flink.events.Erasures;
import dev.freshet.flink.kafka.DeadLetters;
import dev.freshet.flink.record.Received;
import dev.freshet.flink.record.SerializedBy;
import dev.freshet.flink.record.Upsert;
import dev.freshet.flink.state.KeyedCache;
import dev.freshet.flink.state.TimeToLive;
import dev.freshet.models.history.UserStates;
import dev.freshet.schemas.event.EventKind;
import dev.freshet.schemas.event.EventTimes;
import dev.freshet.schemas.event.FeedbackEvent;
import dev.freshet.schemas.event.Imported;
import dev.freshet.schemas.feature.SeenVideos;
import dev.freshet.schemas.feature.TrainingExample;
import dev.freshet.schemas.feature.UserCounters;
import java.time.Instant;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.metrics.Counter;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.InternalTimer;
import org.apache.flink.streaming.api.operators.InternalTimerService;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.Triggerable;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Joins each impression with what the user then did, and emits one example per impression.
 *
 * <p>An impression is decided at {@code min(first watch + grace, impression + attribution window)},
 * in event time, when the watermark gets there; likes and hides up to that moment count. Every
 * example leaves from a timer or, before an ERASE, ahead of it, so none is ever older than the
 * watermark that leaves after it. Outcomes without a waiting impression only change the history.
 *
 * <p>An event behind the watermark by at most the allowed lateness is joined as well: its
 * impression is then decided a little after the watermark instead of in the past. What is later
 * still only changes the history and goes to dead letters as {@code late}, unless an import brings
 * it in.
 *
 * <p>State per user: the history, the ids of the last events, the waiting impressions. A timer per
 * deadline takes out impressions; a TTL clears the rest of users who do not come back. An ERASE
 * clears the user at once, and leaves the time of the erasure: events up to it are dropped for
 * ever. It goes on to those who learn from the examples, at its place among them.
 *
 * <p>Metrics: {@code events}, {@code duplicates}, {@code examples}, {@code orphans} (outcomes
 * without an impression), {@code late}, {@code overflowing} (impressions beyond a user's limit),
 * {@code erased} (events dropped because their user was erased).
 */
final class LabelJoin extends AbstractStreamOperator<Upsert<TrainingExample>>
    implements OneInputStreamOperator<Received<FeedbackEvent>, Upsert<TrainingExample>>,
        Triggerable<String, VoidNamespace> {
  private static final long serialVersionUID = 1L;

  /** Reason of dead letters that came too late, in full. */
  static final String LATE = "late";

  private final LabelsConfig settings;
  private transient KeyedCache<UserHistory, StoredHistory> users;
  private transient Erasures erasures;
  private transient InternalTimerService<VoidNamespace> deadlines;
  private transient Counter events;
  private transient Counter duplicates;
  private transient Counter examples;
  private transient Counter orphans;
  private transient Counter late;
  private transient Counter overflowing;
  private transient Counter erased;

  @SuppressWarnings("NullAway.Init") // Flink calls initializeState and open first
  LabelJoin(LabelsConfig config) {
    this.settings = config;
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    var descriptor =
        new ValueStateDescriptor<>("histories", SerializedBy.avro(StoredHistory.class));
    descriptor.enableTimeToLive(TimeToLive.of(settings.timeToLive()));
    erasures = Erasures.in(context.getKeyedStateStore());
    users =
        new KeyedCache<>(
            this,
            context.getKeyedStateStore().getState(descriptor),
            UserHistory::stored,
            stored -> UserHistory.of(stored, settings.events().noIds()),
            settings.cachedUsers());
  }

  @Override
  public void open() throws Exception {
    super.open();
    deadlines = getInternalTimerService("deadlines", VoidNamespaceSerializer.INSTANCE, this);
    events = metrics.counter("events");
    duplicates = metrics.counter("duplicates");
    examples = metrics.counter("examples");
    orphans = metrics.counter("orphans");
    late = metrics.counter("late");
    overflowing = metrics.counter("overflowing");
    erased = metrics.counter("erased");
  }

  @Override
  public void processElement(StreamRecord<Received<FeedbackEvent>> element) throws Exception {
    Received<FeedbackEvent> record = element.getValue();
    FeedbackEvent claimed = record.required();
    FeedbackEvent event = EventTimes.clamped(claimed, record.arrivedAt());
    UserHistory user = users.get(event.getUser());
    long erasedAt = user == null ? erasures.erasedAt() : user.erasedAt();
    boolean isForgotten =
        event.getKind() == EventKind.ERASE
            ? erasures.isRepeat(event)
            : Erasures.covers(erasedAt, claimed);
    if (isForgotten) {
      erased.inc();
      return;
    }
    if (erasedAt != Erasures.NEVER) {
      event = EventTimes.after(event, Instant.ofEpochMilli(erasedAt));
    }
    if (user == null) {
      user = UserHistory.empty(settings.events().noIds(), erasedAt);
    }
    if (!user.recent().add(SeenVideos.hash(event.getEventId()), record.arrivedAt())) {
      duplicates.inc();
      return;
    }
    events.inc();
    switch (event.getKind()) {
      case IMPRESSION -> show(user, event, record);
      case WATCH, LIKE, UNLIKE, SHARE, COMMENT, FOLLOW, HIDE, UNHIDE, REPORT -> {
        if (!event.getVideo().isEmpty()) {
          outcome(user, event, record);
        }
      }
      case UNFOLLOW, HISTORY, UNKNOWN -> {
        // changes the history only
      }
      case ERASE -> {
        // decided before it in event time, however far the watermark is
        emitDue(event.getUser(), user, event.getOccurredAt().toEpochMilli());
        long unused = erasures.erase(event, Math.max(user.latestAt(), erasedAt));
        users.remove(event.getUser());
        output.collect(
            new StreamRecord<>(new Upsert<>(event.getUser(), erasure(event, user.upTo(event)))));
        return;
      }
    }
    user.claimed(claimed.getOccurredAt());
    user.state(UserStates.apply(user.state(), event, settings.history()));
    users.put(event.getUser(), user);
  }

  private void show(UserHistory user, FeedbackEvent event, Received<FeedbackEvent> record) {
    if (tooLate(event)) {
      late.inc();
      deadLetter(record, LATE);
    } else if (user.waitingAt(event.getOccurredAt().toEpochMilli()) >= settings.pendingPerUser()) {
      overflowing.inc();
      deadLetter(record, "the user has too many impressions that wait for their outcome");
    } else {
      long deadline =
          Math.max(
              event.getOccurredAt().plus(settings.attributionWindow()).toEpochMilli(),
              afterWatermark(settings.grace().toMillis()));
      user.await(Pending.of(event, user.state(), deadline));
      deadlines.registerEventTimeTimer(VoidNamespace.INSTANCE, deadline);
    }
  }

  /** As it travels among the examples, like which it is never older than the watermark. */
  private TrainingExample erasure(FeedbackEvent event, long upTo) {
    long watermark = deadlines.currentWatermark();
    return TrainingExample.newBuilder()
        .setExampleId(event.getEventId())
        .setUser(event.getUser())
        .setVideo("")
        .setSurface(event.getSurface())
        .setShownAt(Instant.ofEpochMilli(upTo))
        .setLabelledAt(
            Instant.ofEpochMilli(
                watermark == Long.MAX_VALUE ? upTo : Math.max(upTo, afterWatermark(1))))
        .setCounters(new UserCounters(0L, 0L, 0L, 0L, 0L))
        .setLongView(false)
        .setLiked(false)
        .setErasure(true)
        .build();
  }

  private void outcome(UserHistory user, FeedbackEvent event, Received<FeedbackEvent> record) {
    Pending impression = user.impressionOf(event);
    if (impression == null) {
      orphans.inc();
      if (tooLate(event) && !Imported.is(event)) {
        late.inc();
        deadLetter(record, LATE);
      }
      return;
    }
    switch (event.getKind()) {
      case WATCH -> watch(user, impression, event);
      case LIKE, SHARE, COMMENT, FOLLOW -> impression.liked(event.getOccurredAt(), /* on= */ true);
      case UNLIKE -> impression.liked(event.getOccurredAt(), /* on= */ false);
      case HIDE, REPORT -> impression.hidden(event.getOccurredAt(), /* on= */ true);
      case UNHIDE -> impression.hidden(event.getOccurredAt(), /* on= */ false);
      case IMPRESSION, UNFOLLOW, HISTORY, ERASE, UNKNOWN ->
          throw new IllegalArgumentException("not an outcome: " + event.getKind());
    }
  }

  private void watch(UserHistory user, Pending impression, FeedbackEvent event) {
    long before = impression.deadline();
    impression.watched(
        event,
        Math.max(event.getOccurredAt().plus(settings.grace()).toEpochMilli(), afterWatermark(1)));
    long after = impression.deadline();
    if (after != before) {
      deadlines.registerEventTimeTimer(VoidNamespace.INSTANCE, after);
      if (!user.anyDecidedAt(before)) {
        deadlines.deleteEventTimeTimer(VoidNamespace.INSTANCE, before);
      }
    }
  }

  @Override
  public void onEventTime(InternalTimer<String, VoidNamespace> timer) throws Exception {
    String key = timer.getKey();
    UserHistory user = users.get(key);
    if (user == null) {
      return; // its time to live ended first
    }
    emitDue(key, user, timer.getTimestamp());
    users.put(key, user);
  }

  private void emitDue(String key, UserHistory user, long time) {
    for (Pending impression : user.due(time)) {
      output.collect(new StreamRecord<>(new Upsert<>(key, impression.decided())));
      examples.inc();
    }
  }

  @Override
  public void onProcessingTime(InternalTimer<String, VoidNamespace> timer) {
    throw new IllegalStateException("no such timer is ever set");
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    users.flush();
    super.snapshotState(context);
  }

  private boolean tooLate(FeedbackEvent event) {
    long watermark = deadlines.currentWatermark();
    return watermark == Long.MAX_VALUE
        || (watermark != Long.MIN_VALUE
            && event.getOccurredAt().plus(settings.lateness()).toEpochMilli() <= watermark);
  }

  /** The watermark and {@code millis}; before the first watermark the distant past. */
  private long afterWatermark(long millis) {
    long watermark = deadlines.currentWatermark();
    return watermark > Long.MAX_VALUE - millis ? Long.MAX_VALUE : watermark + millis;
  }

  private void deadLetter(Received<FeedbackEvent> record, String reason) {
    output.collect(DeadLetters.TAG, new StreamRecord<>(record.deadLetter(reason)));
  }
}

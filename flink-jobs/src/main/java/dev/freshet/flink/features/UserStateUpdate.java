package dev.freshet.flink.features;

import dev.freshet.flink.events.Erasures;
import dev.freshet.flink.events.RecentIds;
import dev.freshet.flink.record.Received;
import dev.freshet.flink.record.SerializedBy;
import dev.freshet.flink.record.Upsert;
import dev.freshet.flink.state.KeyedCache;
import dev.freshet.flink.state.Rewrites;
import dev.freshet.flink.state.TimeToLive;
import dev.freshet.flink.tracing.Traces;
import dev.freshet.flink.tracing.TracingConfig;
import dev.freshet.models.history.UserStates;
import dev.freshet.schemas.event.EventKind;
import dev.freshet.schemas.event.EventTimes;
import dev.freshet.schemas.event.FeedbackEvent;
import dev.freshet.schemas.feature.SeenVideos;
import dev.freshet.schemas.feature.UserSetEntry;
import dev.freshet.schemas.feature.UserState;
import dev.freshet.schemas.topic.AppliedUpTo;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ScheduledFuture;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.runtime.metrics.DescriptiveStatisticsHistogram;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.InternalTimer;
import org.apache.flink.streaming.api.operators.InternalTimerService;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.Triggerable;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/**
 * Applies each event to the state of its user and publishes the state.
 *
 * <p>State per user: the user's state and the ids of the last events. A user without events for the
 * idle time is cleared by a timer, which also removes the published state; twice that time is the
 * TTL. The version of a user who comes back lies above all earlier ones. An ERASE clears the user
 * at once, and leaves the time of the erasure: events up to it are dropped for ever.
 *
 * <p>Metrics: {@code events}, {@code duplicates}, {@code expired}, {@code erased} (events dropped
 * because their user was erased), {@code lagMillis} (from the broker's stamp to the new state),
 * {@code setEntriesStored}, {@code setEntriesForgotten} (the oldest of a user who had too many).
 */
final class UserStateUpdate extends AbstractStreamOperator<Upsert<UserState>>
    implements OneInputStreamOperator<Received<FeedbackEvent>, Upsert<UserState>>,
        Triggerable<String, VoidNamespace> {
  private static final long serialVersionUID = 1L;
  private static final int LAG_SAMPLES = 1_000;
  private static final int VERSIONS_PER_MILLI_BITS = 20;

  /** Entries of users' sets that no longer fit into their states. */
  static final OutputTag<Upsert<UserSetEntry>> SET_ENTRIES =
      new OutputTag<>("set-entries", SerializedBy.upsert(UserSetEntry.class));

  private final FeaturesConfig settings;
  private final TracingConfig tracing;
  private transient @Nullable Traces traces;
  private transient KeyedCache<KnownUser, StoredUser> users;
  private transient Erasures erasures;
  private transient SetEntries setEntries;
  private transient Rewrites rewrites;
  private transient InternalTimerService<VoidNamespace> idleTimers;
  private transient Map<String, Upsert<UserState>> unpublished;
  private transient Counter events;
  private transient Counter duplicates;
  private transient Counter expired;
  private transient Counter erased;
  private transient Counter idsFull;
  private transient Counter setEntriesStored;
  private transient Counter setEntriesForgotten;
  private transient Histogram lag;

  @SuppressWarnings("NullAway.Init") // Flink calls initializeState and open first
  UserStateUpdate(FeaturesConfig config, TracingConfig tracing) {
    this.settings = config;
    this.tracing = tracing;
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    var descriptor = new ValueStateDescriptor<>("users", SerializedBy.avro(StoredUser.class));
    descriptor.enableTimeToLive(TimeToLive.of(settings.idle().multipliedBy(2)));
    ValueState<StoredUser> state = context.getKeyedStateStore().getState(descriptor);
    users =
        new KeyedCache<>(
            this,
            state,
            KnownUser::stored,
            stored -> KnownUser.of(stored, settings.events().noIds()),
            settings.cachedUsers());
    erasures = Erasures.in(context.getKeyedStateStore());
    setEntries = SetEntries.in(context.getKeyedStateStore(), settings.setEntries());
    rewrites = Rewrites.of(getRuntimeContext());
    unpublished = new LinkedHashMap<>();
  }

  @Override
  public void open() throws Exception {
    super.open();
    traces = Traces.of(FeaturesJob.NAME, tracing);
    idleTimers = getInternalTimerService("idle", VoidNamespaceSerializer.INSTANCE, this);
    events = metrics.counter("events");
    duplicates = metrics.counter("duplicates");
    expired = metrics.counter("expired");
    erased = metrics.counter("erased");
    idsFull = metrics.counter("idsFull");
    setEntriesStored = metrics.counter("setEntriesStored");
    setEntriesForgotten = metrics.counter("setEntriesForgotten");
    lag = metrics.histogram("lagMillis", new DescriptiveStatisticsHistogram(LAG_SAMPLES));
    if (bundles()) {
      publishAfterInterval();
    }
  }

  @Override
  public void processElement(StreamRecord<Received<FeedbackEvent>> element) throws Exception {
    Received<FeedbackEvent> record = element.getValue();
    FeedbackEvent claimed = record.required();
    FeedbackEvent event = EventTimes.clamped(claimed, record.arrivedAt());
    String user = event.getUser();
    KnownUser known = users.get(user);
    long erasedAt = known == null ? erasures.erasedAt() : known.erasedAt();
    if (event.getKind() == EventKind.ERASE) {
      if (erasures.isRepeat(event)) {
        erased.inc();
      } else {
        erase(event, known);
      }
      return;
    }
    if (Erasures.covers(erasedAt, claimed)) {
      erased.inc();
      return;
    }
    if (erasedAt != Erasures.NEVER) {
      event = EventTimes.after(event, Instant.ofEpochMilli(erasedAt));
    }
    RecentIds recent = known == null ? settings.events().noIds() : known.recent();
    if (!recent.add(SeenVideos.hash(event.getEventId()), record.arrivedAt())) {
      duplicates.inc();
      if (known != null) {
        // whoever waits for this event learns that nothing comes of it
        publish(new Upsert<>(user, known.state(), null, position(record)));
      }
      return;
    }
    if (recent.isFull()) {
      idsFull.inc();
    }
    UserState before = known == null ? null : present(known.state(), event);
    if (known != null && before == null) {
      setEntries.clear(user, this::emit);
    }
    UserStates.Applied applied =
        UserStates.apply(
            before,
            event,
            settings.history(),
            versionBefore(record, event, known, before) + 1,
            setEntries.stored());
    UserState after = stored(applied);
    long latestAt =
        Math.max(
            known == null ? Erasures.NEVER : known.latestAt(),
            claimed.getOccurredAt().toEpochMilli());
    users.put(user, new KnownUser(after, recent, latestAt, erasedAt));
    if (known == null) {
      idleTimers.registerEventTimeTimer(VoidNamespace.INSTANCE, idleAt(after));
    }
    publish(new Upsert<>(user, after, trace(record), position(record)));
    events.inc();
    long now = idleTimers.currentProcessingTime();
    lag.update(now - record.arrivedAt());
    if (rewrites.due(now)) {
      setEntries.rewrite();
    }
  }

  /** Stores what leaves the state's sets beside it, and counts it in the state. */
  private UserState stored(UserStates.Applied applied) throws Exception {
    UserState state = applied.state();
    if (applied.leaving().isEmpty()) {
      return state;
    }
    long count = state.getSetEntries();
    for (UserSetEntry entry : applied.leaving()) {
      count = setEntries.store(entry, count, this::emitCounted);
    }
    return UserState.newBuilder(state).setSetEntries(count).build();
  }

  private void emitCounted(Upsert<UserSetEntry> entry) {
    (entry.value() == null ? setEntriesForgotten : setEntriesStored).inc();
    emit(entry);
  }

  private void emit(Upsert<UserSetEntry> entry) {
    output.collect(SET_ENTRIES, new StreamRecord<>(entry));
  }

  private long versionBefore(
      Received<FeedbackEvent> record,
      FeedbackEvent event,
      @Nullable KnownUser known,
      @Nullable UserState before) {
    if (before != null) {
      return before.getVersion();
    }
    long ofLife = versionOfLife(record, event);
    return known == null ? ofLife : Math.max(ofLife, known.state().getVersion());
  }

  /**
   * Below the version of every state of a life that begins with this record, and above all of the
   * lives before: an earlier life cannot have had a million events in each millisecond of it. A
   * replay goes by event time, so that two of them give the same states.
   */
  private long versionOfLife(Received<FeedbackEvent> record, FeedbackEvent event) {
    long begin =
        settings.events().isLive() ? record.arrivedAt() : event.getOccurredAt().toEpochMilli();
    return Math.max(0, begin) << VERSIONS_PER_MILLI_BITS;
  }

  private @Nullable String trace(Received<FeedbackEvent> record) {
    String caused = record.trace();
    return caused == null || traces == null
        ? caused
        : traces.step("user-state-update", caused, Instant.ofEpochMilli(record.arrivedAt()));
  }

  /** Nothing of the user stays but the time of the erasure; a timer that is left finds nobody. */
  private void erase(FeedbackEvent event, @Nullable KnownUser known) throws Exception {
    String user = event.getUser();
    long unused =
        erasures.erase(
            event, known == null ? Erasures.NEVER : Math.max(known.latestAt(), known.erasedAt()));
    forget(user);
    events.inc();
  }

  private void forget(String user) throws Exception {
    users.remove(user);
    setEntries.clear(user, this::emit);
    unpublished.remove(user);
    output.collect(new StreamRecord<>(new Upsert<>(user, null)));
  }

  /**
   * The state, or null where the user came back after being idle: whether the timer or the event
   * comes first depends on the watermark, and must not matter.
   */
  private @Nullable UserState present(UserState state, FeedbackEvent event) {
    return event.getOccurredAt().toEpochMilli() > idleAt(state) ? null : state;
  }

  /** A user is idle; or was busy meanwhile, and is asked again later. */
  @Override
  public void onEventTime(InternalTimer<String, VoidNamespace> timer) throws Exception {
    if (idleTimers.currentWatermark() == Long.MAX_VALUE) {
      return; // the end of a log says nothing about the user
    }
    String user = timer.getKey();
    KnownUser known = users.get(user);
    if (known == null) {
      return;
    }
    long idleAt = idleAt(known.state());
    if (idleAt > timer.getTimestamp()) {
      idleTimers.registerEventTimeTimer(VoidNamespace.INSTANCE, idleAt);
      return;
    }
    forget(user);
    expired.inc();
  }

  @Override
  public void onProcessingTime(InternalTimer<String, VoidNamespace> timer) {
    throw new IllegalStateException("no such timer is ever set");
  }

  @Override
  public void processWatermark(Watermark mark) throws Exception {
    if (mark.getTimestamp() == Long.MAX_VALUE) {
      publishBundle();
    }
    super.processWatermark(mark);
  }

  @Override
  public void prepareSnapshotPreBarrier(long checkpointId) throws Exception {
    super.prepareSnapshotPreBarrier(checkpointId);
    publishBundle();
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    users.flush();
    super.snapshotState(context);
  }

  @Override
  public void close() throws Exception {
    if (traces != null) {
      traces.close();
    }
    super.close();
  }

  @Override
  public void finish() throws Exception {
    publishBundle();
    super.finish();
  }

  /** A bundle is of several events and carries the trace of none. */
  private void publish(Upsert<UserState> state) {
    if (bundles()) {
      unpublished.put(state.key(), new Upsert<>(state.key(), state.value(), null, state.applied()));
    } else {
      output.collect(new StreamRecord<>(state));
    }
  }

  private static AppliedUpTo position(Received<FeedbackEvent> record) {
    return new AppliedUpTo(record.partition(), record.offset());
  }

  private void publishBundle() {
    unpublished.values().forEach(state -> output.collect(new StreamRecord<>(state)));
    unpublished.clear();
  }

  private void publishAfterInterval() {
    long now = getProcessingTimeService().getCurrentProcessingTime();
    ScheduledFuture<?> unused =
        getProcessingTimeService()
            .registerTimer(now + settings.publishInterval().toMillis(), this::intervalPassed);
  }

  private void intervalPassed(long time) {
    publishBundle();
    publishAfterInterval();
  }

  private boolean bundles() {
    return !settings.publishInterval().isZero();
  }

  private long idleAt(UserState state) {
    return state.getAsOf().plus(settings.idle()).toEpochMilli();
  }
}

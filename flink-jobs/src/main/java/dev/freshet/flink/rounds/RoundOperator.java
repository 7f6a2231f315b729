package dev.freshet.flink.rounds;

import dev.freshet.flink.record.Upsert;
import dev.freshet.flink.state.TimeToLive;
import dev.freshet.schemas.event.RoundCommand;
import dev.freshet.schemas.feature.ModelRelease;
import dev.freshet.schemas.serde.AvroSerde;
import dev.freshet.schemas.topic.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import java.util.stream.Stream;
import org.apache.flink.api.common.state.KeyedStateStore;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the slices of a round, begins it when a trigger says so, and releases what it learned. The
 * round trains on a thread of its own: records and checkpoints go on meanwhile.
 *
 * <p>A round learns from its slices as they were when it began. A checkpoint holds these and the
 * last epoch, so a round that was killed continues with the same bits. An erasure is the exception:
 * the user's records leave the state at once, and the round, if killed after that, begins again
 * without them.
 *
 * <p>State, under one key: see {@link KeptSlices}; {@code saved}, the last epoch of a running round
 * and what the last released one handed over; {@code numbers}, counts, due times and the number of
 * the round. A TTL clears what nothing changes any more.
 *
 * <p>Metrics: {@code kept}, {@code releases}, {@code refused}, {@code failed}, {@code running},
 * {@code round}, {@code epoch}, {@code progress}, {@code gateCandidate}, {@code gateServing},
 * {@code trainingMillis}, and counters of the round's own.
 */
final class RoundOperator<E> extends AbstractStreamOperator<Upsert<ModelRelease>>
    implements OneInputStreamOperator<RoundInput, Upsert<ModelRelease>> {
  private static final long serialVersionUID = 1L;

  /** The one key of the state. */
  static final String SHARD = "0";

  private static final Duration LOOK_EVERY = Duration.ofMillis(250);
  private static final String EPOCH = "epoch";
  private static final String HANDOVER = "handover";
  private static final byte[] NOTHING = {};
  private static final TypeInformation<byte[]> BYTES =
      PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO;

  private final Round<E> round;
  private transient MapState<String, byte[]> saved;
  private transient MapState<String, Long> numbers;
  private transient List<Slice<?>> counted;
  private transient Slice<ModelRelease> releases;
  private transient KeptSlices kept;
  private transient RoundMetrics counts;
  private transient @Nullable RoundRun<E> run;
  private transient boolean finishing;

  @SuppressWarnings("NullAway.Init") // Flink calls initializeState and open first
  RoundOperator(Round<E> round) {
    this.round = round;
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    KeyedStateStore store = context.getKeyedStateStore();
    saved = map(store, "saved", BYTES);
    numbers = map(store, "numbers", Types.LONG);
    counted = round.slices();
    releases = ServingReleases.of(round.config().model());
    kept =
        new KeptSlices(
            Stream.concat(counted.stream(), Stream.of(releases)).toList(),
            map(store, "kept", BYTES),
            map(store, "before", BYTES),
            numbers);
  }

  private <V> MapState<String, V> map(
      KeyedStateStore store, String name, TypeInformation<V> values) {
    var descriptor = new MapStateDescriptor<>(name, Types.STRING, values);
    descriptor.enableTimeToLive(TimeToLive.of(round.config().timeToLive()));
    return store.getMapState(descriptor);
  }

  @Override
  public void open() throws Exception {
    super.open();
    counts = new RoundMetrics(metrics);
    setCurrentKey(SHARD);
    if (numbers.get("since") == null) {
      numbers.put("since", getProcessingTimeService().getCurrentProcessingTime());
    }
    if (kept.frozen()) {
      numbers.remove("changed"); // it starts from the slices as they are now
      start();
    }
  }

  @Override
  public void processElement(StreamRecord<RoundInput> element) throws Exception {
    RoundInput record = element.getValue();
    if (record.slice().equals(Topics.ROUND_COMMANDS.name())) {
      command(record);
    } else if (record.erases() != null) {
      erase(record.erases());
    } else if (kept.add(record) && record.slice().equals(counted.getFirst().name())) {
      counts.kept.inc();
      count();
    }
    beginIfDue();
  }

  private void command(RoundInput record) throws Exception {
    if (record.value() == null || record.at() < number("since")) {
      return;
    }
    RoundCommand command = AvroSerde.of(RoundCommand.class).decode(record.value());
    numbers.put("pending", 1L);
    if (command.getForce()) {
      numbers.put("forced", 1L);
    }
  }

  private void erase(String user) throws Exception {
    if (kept.erase(user) && kept.frozen()) {
      numbers.put("changed", 1L);
      numbers.remove("epoch");
      saved.remove(EPOCH);
    }
  }

  private void count() throws Exception {
    long count = kept.count();
    List<Trigger> triggers = round.config().triggers();
    for (int i = 0; i < triggers.size(); i++) {
      if (triggers.get(i) instanceof Trigger.ByCount trigger) {
        Long due = numbers.get("due/" + i);
        if (count >= (due == null ? trigger.first() : due)) {
          numbers.put("due/" + i, trigger.after(count));
          numbers.put("pending", 1L);
        }
      }
    }
  }

  @Override
  public void processWatermark(Watermark mark) throws Exception {
    long now = mark.getTimestamp();
    if (now != Long.MAX_VALUE) { // the end of the input is no time
      setCurrentKey(SHARD);
      List<Trigger> triggers = round.config().triggers();
      for (int i = 0; i < triggers.size(); i++) {
        if (triggers.get(i) instanceof Trigger.ByEventTime trigger) {
          Long due = numbers.get("due/" + i);
          if (due == null || now >= due) {
            numbers.put("due/" + i, now + trigger.every().toMillis());
          }
          if (due != null && now >= due) {
            numbers.put("pending", 1L);
          }
        }
      }
      beginIfDue();
    }
    super.processWatermark(mark);
  }

  private void beginIfDue() throws Exception {
    if (run != null || numbers.get("pending") == null) {
      return;
    }
    numbers.remove("pending");
    if (numbers.contains("forced")) {
      numbers.remove("forced");
      numbers.put("force", 1L);
    }
    numbers.put("round", number("round") + 1);
    kept.freeze();
    start();
  }

  /** Starts the round that the state says is running. */
  private void start() throws Exception {
    FrozenSlices slices = kept.read(counts::counter);
    Optional<ModelRelease> serving = slices.of(releases).stream().findFirst();
    byte[] epoch = saved.get(EPOCH);
    byte[] handover = saved.get(HANDOVER);
    run =
        RoundRun.start(
            round,
            slices,
            serving,
            new RoundRun.Start(
                number("round"),
                handover == null ? NOTHING : handover,
                epoch == null
                    ? null
                    : new RoundRun.SavedEpoch(Math.toIntExact(number("epoch")), epoch),
                numbers.contains("force")),
            counts);
    if (!finishing) {
      lookAfterInterval();
    }
  }

  private void lookAfterInterval() {
    long now = getProcessingTimeService().getCurrentProcessingTime();
    ScheduledFuture<?> unused =
        getProcessingTimeService().registerTimer(now + LOOK_EVERY.toMillis(), this::look);
  }

  private void look(long scheduled) throws Exception {
    RoundRun<E> current = run;
    if (current == null) {
      return;
    }
    if (!current.isDone()) {
      lookAfterInterval();
      return;
    }
    setCurrentKey(SHARD);
    end(current);
    beginIfDue();
  }

  private void end(RoundRun<E> current) throws Exception {
    run = null;
    saved.remove(EPOCH);
    for (String name : List.of("epoch", "changed", "force")) {
      numbers.remove(name);
    }
    kept.thaw();
    String model = round.config().model();
    switch (current.outcome()) {
      case RoundOutcome.Released released -> {
        output.collect(new StreamRecord<>(new Upsert<>(model, released.release())));
        saved.put(HANDOVER, released.handover());
        counts.releases.inc();
        LOG.info(
            "a round released generation={} {}",
            released.release().getGeneration(),
            released.judgement());
      }
      case RoundOutcome.Refused refused -> {
        counts.refused.inc();
        LOG.warn("the gate refused a release of model={} {}", model, refused.judgement());
      }
      case RoundOutcome.NothingToLearn nothing ->
          LOG.warn("a round of model={} found no examples in its records", model);
      case RoundOutcome.Failed failed -> {
        counts.failed.inc();
        LOG.error(
            "a round of model={} failed; the next trigger begins another", model, failed.cause());
      }
    }
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    RoundRun<E> current = run;
    if (current != null) {
      setCurrentKey(SHARD);
      RoundRun.SavedEpoch epoch = current.saved();
      if (epoch != null && epoch.number() > number("epoch") && !numbers.contains("changed")) {
        saved.put(EPOCH, epoch.state());
        numbers.put("epoch", (long) epoch.number());
      }
    }
    super.snapshotState(context);
  }

  /** At the end of the input: waits for the rounds that are due. */
  @Override
  public void finish() throws Exception {
    setCurrentKey(SHARD);
    finishing = true;
    while (run != null) {
      end(run);
      beginIfDue();
    }
    super.finish();
  }

  @Override
  public void close() throws Exception {
    if (run != null) {
      run.close();
    }
    super.close();
  }

  /** Whether a round is under way. */
  boolean isTraining() {
    return run != null;
  }

  private long number(String name) throws Exception {
    Long number = numbers.get(name);
    return number == null ? 0 : number;
  }
}

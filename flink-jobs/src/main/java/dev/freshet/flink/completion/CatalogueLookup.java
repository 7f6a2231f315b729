package dev.freshet.flink.completion;

import static java.util.Objects.requireNonNullElse;

import dev.freshet.flink.record.Received;
import dev.freshet.flink.record.SerializedBy;
import dev.freshet.flink.state.TimeToLive;
import dev.freshet.models.history.MissingFacts;
import dev.freshet.schemas.event.FeedbackEvent;
import dev.freshet.schemas.event.Video;
import dev.freshet.schemas.serde.AvroSerde;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.typeutils.ListTypeInfo;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.functions.co.KeyedCoProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * Fills in what an event leaves out, from the version of its video that counted when the event
 * happened. Every event leaves, whether or not the catalogue could add something.
 *
 * <ul>
 *   <li>In event time, an event waits until the watermark of both topics has come to it: by then
 *       all versions are here that may count.
 *   <li>Otherwise it leaves at once where the video is known, by its earliest version where the
 *       event is older than that. An unknown video is waited for, for a bounded time of the clock
 *       from its first event on; later events do not wait for what did not come.
 * </ul>
 *
 * <p>State per video: its versions, of those that the watermark has passed the last one only; and
 * the events that wait; of an unknown one, until when it is waited for. A removed video is
 * forgotten, but not in event time: when a removal counts is known by the broker's clock alone.
 *
 * <p>Metrics: {@code completed}; {@code incomplete} (events that neither their sender nor the
 * catalogue completes).
 */
final class CatalogueLookup
    extends KeyedCoProcessFunction<
        String, Received<FeedbackEvent>, Received<Video>, Received<FeedbackEvent>> {
  private static final long serialVersionUID = 1L;

  /** Most versions kept of one video; more than one wait only ahead of the watermark. */
  static final int VERSIONS = 100;

  /** Time after which an unknown video is waited for again. */
  private static final Duration UNKNOWN_KEPT = Duration.ofHours(1);

  private static final AvroSerde<FeedbackEvent> EVENTS = AvroSerde.of(FeedbackEvent.class);

  private final boolean inEventTime;
  private final long waitMillis;
  private transient ListState<VideoVersion> versions;
  private transient MapState<Long, List<Received<FeedbackEvent>>> untilWatermark;
  private transient ListState<Received<FeedbackEvent>> untilKnown;
  private transient ValueState<Long> waitedUntil;
  private transient Counter completed;
  private transient Counter incomplete;

  @SuppressWarnings("NullAway.Init") // Flink calls open first
  private CatalogueLookup(boolean inEventTime, long waitMillis) {
    this.inEventTime = inEventTime;
    this.waitMillis = waitMillis;
  }

  /** Looks up each event when the watermark has come to it. */
  static CatalogueLookup inEventTime() {
    return new CatalogueLookup(true, 0);
  }

  /** Looks up each event at once and waits so long for a video that is not known. */
  static CatalogueLookup waiting(Duration wait) {
    return new CatalogueLookup(false, wait.toMillis());
  }

  @Override
  public void open(OpenContext context) {
    versions =
        getRuntimeContext()
            .getListState(
                new ListStateDescriptor<>("versions", SerializedBy.avro(VideoVersion.class)));
    var events = SerializedBy.received(FeedbackEvent.class);
    untilWatermark =
        getRuntimeContext()
            .getMapState(
                new MapStateDescriptor<>(
                    "until-watermark", Types.LONG, new ListTypeInfo<>(events)));
    untilKnown = getRuntimeContext().getListState(new ListStateDescriptor<>("until-known", events));
    var until = new ValueStateDescriptor<>("waited-until", Types.LONG);
    until.enableTimeToLive(TimeToLive.of(UNKNOWN_KEPT));
    waitedUntil = getRuntimeContext().getState(until);
    completed = getRuntimeContext().getMetricGroup().counter("completed");
    incomplete = getRuntimeContext().getMetricGroup().counter("incomplete");
  }

  @Override
  public void processElement1(
      Received<FeedbackEvent> record, Context context, Collector<Received<FeedbackEvent>> out)
      throws Exception {
    long at = record.required().getOccurredAt().toEpochMilli();
    if (inEventTime) {
      if (at <= context.timerService().currentWatermark()) {
        complete(record, out);
      } else {
        awaitWatermark(at, record);
        context.timerService().registerEventTimeTimer(at);
      }
      return;
    }
    long now = context.timerService().currentProcessingTime();
    if (waitMillis == 0 || versionAt(at) != null || waitedUntil(now) <= now) {
      complete(record, out);
    } else {
      untilKnown.add(record);
      context.timerService().registerProcessingTimeTimer(waitedUntil(now));
      // the end of the input does not wait for the clock
      context.timerService().registerEventTimeTimer(Long.MAX_VALUE);
    }
  }

  private void awaitWatermark(long at, Received<FeedbackEvent> record) throws Exception {
    List<Received<FeedbackEvent>> waiting =
        new ArrayList<>(requireNonNullElse(untilWatermark.get(at), List.of()));
    waiting.add(record);
    untilWatermark.put(at, waiting);
  }

  private long waitedUntil(long now) throws IOException {
    Long until = waitedUntil.value();
    if (until == null) {
      until = now + waitMillis;
      waitedUntil.update(until);
    }
    return until;
  }

  @Override
  public void processElement2(
      Received<Video> record, Context context, Collector<Received<FeedbackEvent>> out)
      throws Exception {
    Video video = record.value();
    if (video == null) {
      if (!inEventTime) {
        versions.clear();
      }
      return;
    }
    add(
        new VideoVersion(
            video.getUpdatedAt().toEpochMilli(), video.getAuthor(), video.getLengthMillis()),
        context.timerService().currentWatermark());
    if (!inEventTime) {
      waitedUntil.clear();
      completeWaiting(out); // also writes to the state, as Rewrites would
    }
  }

  @Override
  public void onTimer(
      long timestamp, OnTimerContext context, Collector<Received<FeedbackEvent>> out)
      throws Exception {
    if (!inEventTime) {
      completeWaiting(out);
      return;
    }
    List<Received<FeedbackEvent>> due =
        requireNonNullElse(untilWatermark.get(timestamp), List.of());
    untilWatermark.remove(timestamp);
    for (Received<FeedbackEvent> record : due) {
      complete(record, out);
    }
  }

  private void completeWaiting(Collector<Received<FeedbackEvent>> out) throws Exception {
    for (Received<FeedbackEvent> record : untilKnown.get()) {
      complete(record, out);
    }
    untilKnown.clear();
  }

  private void complete(Received<FeedbackEvent> record, Collector<Received<FeedbackEvent>> out)
      throws Exception {
    FeedbackEvent event = record.required();
    VideoVersion version = versionAt(event.getOccurredAt().toEpochMilli());
    FeedbackEvent filled =
        version == null
            ? event
            : MissingFacts.filled(event, version.getAuthor(), version.getLengthMillis());
    (MissingFacts.in(filled) ? incomplete : completed).inc();
    out.collect(filled.equals(event) ? record : record.with(filled, EVENTS.encode(filled)));
  }

  private @Nullable VideoVersion versionAt(long time) throws Exception {
    VideoVersion found = null;
    for (VideoVersion version : versions.get()) {
      if (version.getFrom() <= time || (found == null && !inEventTime)) {
        found = version;
      }
    }
    return found;
  }

  /** Keeps the versions in order, and of those up to {@code passed} the last. */
  private void add(VideoVersion added, long passed) throws Exception {
    TreeMap<Long, VideoVersion> kept = new TreeMap<>();
    versions.get().forEach(version -> kept.put(version.getFrom(), version));
    kept.put(added.getFrom(), added);
    Long lastPassed = kept.floorKey(passed);
    if (lastPassed != null) {
      kept.headMap(lastPassed).clear();
    }
    if (kept.size() > VERSIONS) {
      kept.pollFirstEntry();
    }
    versions.update(List.copyOf(kept.values()));
  }
}

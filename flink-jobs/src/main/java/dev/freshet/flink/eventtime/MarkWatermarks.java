package dev.freshet.flink.eventtime;

import dev.freshet.flink.record.Received;
import dev.freshet.schemas.topic.WatermarkMark;
import dev.freshet.schemas.validation.Bounds;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Makes the watermark from the marks in a topic and takes the marks out of the stream.
 *
 * <p>The watermark is the least of the last marks of all writers in all partitions; before the
 * first of each there is none. All partitions pass through one instance, so it runs with
 * parallelism 1.
 *
 * <p>In a live job time never moves beyond the clock, whatever a mark says: a single wrong record
 * would make everything that follows it late.
 *
 * <p>State: the last mark of each writer in each partition, so that a job that is restored behind
 * the last mark of a partition still knows it. A change of the number of writers clears the
 * partition's marks.
 */
public final class MarkWatermarks<V> extends AbstractStreamOperator<Received<V>>
    implements OneInputStreamOperator<Received<V>, Received<V>> {
  private static final long serialVersionUID = 1L;

  private final int partitions;
  private final boolean live;
  private transient Map<Integer, long[]> upTo;
  private transient ListState<PartitionMark> saved;
  private transient long watermark;

  /**
   * @param partitions number of partitions of the topic
   * @param live whether time moves on with the clock at most
   */
  @SuppressWarnings("NullAway.Init") // Flink calls initializeState first
  public MarkWatermarks(int partitions, boolean live) {
    this.partitions = partitions;
    this.live = live;
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    upTo = new HashMap<>();
    watermark = Long.MIN_VALUE;
    saved =
        context
            .getOperatorStateStore()
            .getListState(new ListStateDescriptor<>("marks", Types.POJO(PartitionMark.class)));
    for (PartitionMark mark : saved.get()) {
      advance(mark.partition(), new WatermarkMark(mark.upTo(), mark.writer(), mark.writers()));
    }
  }

  @Override
  public void open() throws Exception {
    super.open();
    if (getRuntimeContext().getTaskInfo().getNumberOfParallelSubtasks() != 1) {
      throw new IllegalStateException(
          "a topic's marks are read with parallelism 1, not "
              + getRuntimeContext().getTaskInfo().getNumberOfParallelSubtasks());
    }
    emitProgress();
  }

  @Override
  public void processElement(StreamRecord<Received<V>> element) {
    WatermarkMark mark = element.getValue().mark();
    if (mark == null) {
      output.collect(element);
      return;
    }
    if (live && mark.upTo() > now() + Bounds.CLOCK_AHEAD.toMillis()) {
      output.collect(new StreamRecord<>(refused(element.getValue())));
      return;
    }
    advance(element.getValue().partition(), mark);
    emitProgress();
  }

  /** The record of a mark that nobody can know to be true; the intake makes it a dead letter. */
  private static <V> Received<V> refused(Received<V> mark) {
    return new Received<>(
        mark.topic(),
        mark.partition(),
        mark.offset(),
        mark.arrivedAt(),
        mark.key(),
        mark.bytes(),
        null,
        null,
        "a watermark mark must not be in the future");
  }

  private long now() {
    return getProcessingTimeService().getCurrentProcessingTime();
  }

  /** Only the end of a bounded input counts; the source of a topic knows nothing of event time. */
  @Override
  public void processWatermark(Watermark mark) {
    if (mark.getTimestamp() == Long.MAX_VALUE && watermark != Long.MAX_VALUE) {
      watermark = Long.MAX_VALUE;
      output.emitWatermark(Watermark.MAX_WATERMARK);
    }
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    saved.clear();
    for (Map.Entry<Integer, long[]> partition : upTo.entrySet()) {
      long[] writers = partition.getValue();
      for (int writer = 0; writer < writers.length; writer++) {
        saved.add(new PartitionMark(partition.getKey(), writer, writers.length, writers[writer]));
      }
    }
  }

  private void advance(int partition, WatermarkMark mark) {
    long[] writers = upTo.get(partition);
    if (writers == null || writers.length != mark.writers()) {
      writers = new long[mark.writers()];
      Arrays.fill(writers, Long.MIN_VALUE);
      upTo.put(partition, writers);
    }
    long promised = live ? Math.min(mark.upTo(), now()) : mark.upTo();
    writers[mark.writer()] = Math.max(writers[mark.writer()], promised);
  }

  private void emitProgress() {
    if (upTo.size() < partitions) {
      return;
    }
    long least = Long.MAX_VALUE;
    for (long[] writers : upTo.values()) {
      for (long mark : writers) {
        least = Math.min(least, mark);
      }
    }
    if (least > watermark) {
      watermark = least;
      output.emitWatermark(new Watermark(least));
    }
  }

  /**
   * The last mark of a writer in a partition, as it is kept.
   *
   * @param writers number of writers at the time
   * @param upTo event time in epoch milliseconds; {@link Long#MIN_VALUE} before the first mark
   */
  public record PartitionMark(int partition, int writer, int writers, long upTo) {}
}

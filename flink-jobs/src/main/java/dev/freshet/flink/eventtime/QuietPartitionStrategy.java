package dev.freshet.flink.eventtime;

import dev.freshet.flink.record.Received;
import org.apache.flink.api.common.eventtime.NoWatermarksGenerator;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkGeneratorSupplier;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;

/**
 * A {@link QuietPartitionWatermarks} for each partition.
 *
 * <p>Flink asks for a generator for the source as a whole before those of the partitions. It sees
 * no events, because each belongs to a partition, so it would take the whole topic for quiet; the
 * first one therefore stays silent. Every task has its own copy of this.
 */
public final class QuietPartitionStrategy<V> implements WatermarkStrategy<Received<V>> {
  private static final long serialVersionUID = 1L;

  private final EventTime<V> eventTime;
  private final Progress.ByEvents progress;
  private transient boolean sourceAsked;

  /**
   * @param eventTime when a record happened
   * @param progress what to do while a partition is quiet
   */
  public QuietPartitionStrategy(EventTime<V> eventTime, Progress.ByEvents progress) {
    this.eventTime = eventTime;
    this.progress = progress;
  }

  @Override
  public WatermarkGenerator<Received<V>> createWatermarkGenerator(
      WatermarkGeneratorSupplier.Context context) {
    if (!sourceAsked) {
      sourceAsked = true;
      return new NoWatermarksGenerator<>();
    }
    return new QuietPartitionWatermarks<>(eventTime, progress, System::currentTimeMillis);
  }
}

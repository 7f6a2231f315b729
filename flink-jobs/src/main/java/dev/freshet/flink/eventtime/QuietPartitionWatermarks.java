package dev.freshet.flink.eventtime;

import dev.freshet.flink.record.Received;
import java.util.function.LongSupplier;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;

/**
 * Watermarks of one partition of a live topic: the latest event time less the bound, and the clock
 * less the bound once the partition is quiet.
 *
 * <p>A clock that runs ahead on one device must not make the events of all others late, so event
 * times count at most as now. A partition is not quiet only because nobody got round to reading it:
 * while it is behind, or has never been heard of, it takes {@link #CATCHING_UP_MILLIS} of silence,
 * and always several rounds of this generator, which a pause of the process does not shorten.
 */
final class QuietPartitionWatermarks<V> implements WatermarkGenerator<Received<V>> {

  /** Silence that counts where the partition may not have been read to its end yet. */
  static final long CATCHING_UP_MILLIS = 3_000;

  private static final long FRESH_MILLIS = 1_000;
  private static final int ROUNDS = 4;

  private final EventTime<V> eventTime;
  private final long bound;
  private final long quietAfter;
  private final LongSupplier clock;
  private long latest = Long.MIN_VALUE;
  private long lastReadAt;
  private boolean caughtUp;
  private int roundsWithoutEvents;

  QuietPartitionWatermarks(EventTime<V> eventTime, Progress.ByEvents progress, LongSupplier clock) {
    this.eventTime = eventTime;
    this.bound = progress.outOfOrderness().toMillis();
    this.quietAfter = progress.quietAfter().toMillis();
    this.clock = clock;
    this.lastReadAt = clock.getAsLong();
  }

  @Override
  public void onEvent(Received<V> event, long timestamp, WatermarkOutput output) {
    long now = clock.getAsLong();
    lastReadAt = now;
    roundsWithoutEvents = 0;
    caughtUp = now - event.arrivedAt() <= FRESH_MILLIS;
    if (event.value() != null) {
      latest = Math.max(latest, Math.min(now, eventTime.of(event.value())));
    }
  }

  @Override
  public void onPeriodicEmit(WatermarkOutput output) {
    long now = clock.getAsLong();
    roundsWithoutEvents++;
    long silence = now - lastReadAt;
    if (roundsWithoutEvents >= ROUNDS && silence >= (caughtUp ? quietAfter : CATCHING_UP_MILLIS)) {
      latest = Math.max(latest, now);
    }
    if (latest != Long.MIN_VALUE) {
      output.emitWatermark(new Watermark(latest - bound - 1));
    }
  }
}

package dev.freshet.flink.state;

import java.time.Duration;
import java.util.Map;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;

/**
 * Says when a state that is seldom written to should be: RocksDB looks at the age of its files only
 * then, see {@link CompactedFiles}.
 */
public final class Rewrites {

  private static final String INTERVAL = "rewrite-interval";
  private static final Duration LONGEST = Duration.ofHours(1);

  private final long intervalMillis;
  private long nextAt = Long.MIN_VALUE;

  private Rewrites(Duration interval) {
    this.intervalMillis = interval.toMillis();
  }

  /** As often as the job was configured to; once an hour where it says nothing. */
  public static Rewrites of(RuntimeContext context) {
    String interval = context.getGlobalJobParameters().get(INTERVAL);
    return new Rewrites(interval == null ? LONGEST : Duration.parse(interval));
  }

  /** Lets a job write at {@code interval} at the latest, and within an hour. */
  static void configure(Configuration flink, Duration interval) {
    Duration shorter = interval.compareTo(LONGEST) < 0 ? interval : LONGEST;
    flink.set(PipelineOptions.GLOBAL_JOB_PARAMETERS, Map.of(INTERVAL, shorter.toString()));
  }

  /**
   * Whether it is time, which it is not again for the interval.
   *
   * @param now processing time in epoch milliseconds
   */
  public boolean due(long now) {
    if (now < nextAt) {
      return false;
    }
    nextAt = now + intervalMillis;
    return true;
  }
}

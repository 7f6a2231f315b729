package dev.freshet.flink.state;

import java.time.Duration;
import org.apache.flink.api.common.state.StateTtlConfig;

/** How long keyed state lives that nothing else clears. */
public final class TimeToLive {

  private static final long ENTRIES_PER_CLOCK_READ = 1_000;

  private TimeToLive() {}

  /** State that has not been written for {@code idle} is gone. */
  public static StateTtlConfig of(Duration idle) {
    return StateTtlConfig.newBuilder(idle)
        .setUpdateType(StateTtlConfig.UpdateType.OnCreateAndWrite)
        .setStateVisibility(StateTtlConfig.StateVisibility.NeverReturnExpired)
        .cleanupInRocksdbCompactFilter(ENTRIES_PER_CLOCK_READ)
        .build();
  }
}

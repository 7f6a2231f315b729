package dev.freshet.flink;

import dev.freshet.flink.state.CompactedFiles;
import dev.freshet.schemas.topic.TopicCreation;
import java.time.Duration;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;

/** What every job runs in: how it keeps state, checkpoints and restarts. */
public final class JobEnvironment {

  private static final ConfigOption<Duration> ERASED_WITHIN =
      ConfigOptions.key("freshet.state.erased-within")
          .durationType()
          .defaultValue(TopicCreation.ERASED_WITHIN);

  private static final Duration SHORTEST = Duration.ofSeconds(10);

  /** What was removed is above what it removes: both are rewritten, one after the other. */
  private static final int REWRITES = 6;

  private JobEnvironment() {}

  /** Flink's configuration of a job; the settings' own keys win over our choices. */
  public static Configuration configuration(Settings settings, String job) {
    boolean live = settings.profile() == Profile.LIVE;
    Configuration flink = new Configuration();
    flink.set(PipelineOptions.NAME, job);
    flink.set(PipelineOptions.GENERIC_TYPES, false); // Kryo never
    flink.set(PipelineOptions.OBJECT_REUSE, true); // everything that flows is immutable
    flink.set(PipelineOptions.AUTO_WATERMARK_INTERVAL, Duration.ofMillis(live ? 100 : 200));
    // 0 flushes after each record; a short timeout costs every task a thread that always wakes up
    flink.set(ExecutionOptions.BUFFER_TIMEOUT, Duration.ofMillis(live ? 0 : 20));
    flink.set(StateBackendOptions.STATE_BACKEND, "rocksdb");
    flink.setString("state.backend.rocksdb.timer-service.factory", "HEAP");
    CompactedFiles.configure(flink, rewriteAt(settings.get(ERASED_WITHIN)));
    flink.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofSeconds(live ? 10 : 5));
    flink.set(CheckpointingOptions.CHECKPOINTING_TIMEOUT, Duration.ofMinutes(5));
    flink.set(CheckpointingOptions.TOLERABLE_FAILURE_NUMBER, 3);
    flink.set(CheckpointingOptions.INCREMENTAL_CHECKPOINTS, true);
    flink.set(
        CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION,
        ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);
    flink.set(RestartStrategyOptions.RESTART_STRATEGY, "failure-rate");
    flink.set(RestartStrategyOptions.RESTART_STRATEGY_FAILURE_RATE_MAX_FAILURES_PER_INTERVAL, 5);
    flink.set(
        RestartStrategyOptions.RESTART_STRATEGY_FAILURE_RATE_FAILURE_RATE_INTERVAL,
        Duration.ofMinutes(5));
    flink.set(RestartStrategyOptions.RESTART_STRATEGY_FAILURE_RATE_DELAY, Duration.ofSeconds(1));
    flink.addAll(settings.flink());
    return flink;
  }

  private static Duration rewriteAt(Duration erasedWithin) {
    if (erasedWithin.compareTo(SHORTEST) < 0
        || erasedWithin.compareTo(TopicCreation.ERASED_WITHIN) > 0) {
      throw new IllegalArgumentException(
          "freshet.state.erased-within must be between %s and %s: %s"
              .formatted(SHORTEST, TopicCreation.ERASED_WITHIN, erasedWithin));
    }
    return erasedWithin.dividedBy(REWRITES);
  }
}

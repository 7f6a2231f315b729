package dev.freshet.flink.fusion;

import dev.freshet.flink.Settings;
import dev.freshet.flink.eventtime.Progress;
import dev.freshet.models.net.onnx.ExecutionProvider;
import dev.freshet.models.net.onnx.OnnxRuntime;
import java.io.Serializable;
import java.time.Duration;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;

/**
 * Settings under {@code freshet.fusion}.
 *
 * @param parallelism number of tasks
 * @param encodesText whether title and tags become the textual vector of a video that has none
 * @param encoders what makes vectors of files
 * @param execution where networks are to run
 * @param timeToLive time without a change after which a video is forgotten
 */
public record FusionConfig(
    int parallelism,
    boolean encodesText,
    EncodersConfig encoders,
    ExecutionProvider execution,
    Duration timeToLive)
    implements Serializable {

  private static final String PREFIX = "freshet.fusion.";

  private static final ConfigOption<Integer> PARALLELISM =
      ConfigOptions.key(PREFIX + "parallelism").intType().defaultValue(1);
  private static final ConfigOption<Boolean> TEXT_ENCODER =
      ConfigOptions.key(PREFIX + "text-encoder").booleanType().defaultValue(true);
  private static final ConfigOption<String> PROVIDER =
      ConfigOptions.key("freshet.execution.provider").stringType().defaultValue("cpu");
  private static final ConfigOption<Integer> DEVICE =
      ConfigOptions.key("freshet.execution.device").intType().defaultValue(0);
  private static final ConfigOption<Integer> MEMORY =
      ConfigOptions.key("freshet.execution.memory-mib").intType().defaultValue(2_048);
  private static final ConfigOption<Duration> TIME_TO_LIVE =
      ConfigOptions.key(PREFIX + "time-to-live").durationType().defaultValue(Duration.ofDays(400));

  public FusionConfig {
    if (parallelism < 1) {
      throw new IllegalArgumentException(PREFIX + "parallelism must be at least 1: " + parallelism);
    }
    if (timeToLive.isNegative() || timeToLive.isZero()) {
      throw new IllegalArgumentException(PREFIX + "time-to-live must be positive: " + timeToLive);
    }
  }

  /** The settings. */
  public static FusionConfig from(Settings settings) {
    return new FusionConfig(
        settings.get(PARALLELISM),
        settings.get(TEXT_ENCODER),
        EncodersConfig.from(settings),
        execution(settings),
        settings.get(TIME_TO_LIVE));
  }

  private static ExecutionProvider execution(Settings settings) {
    try {
      return ExecutionProvider.of(
          settings.get(PROVIDER), settings.get(DEVICE), (long) settings.get(MEMORY) << 20);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("freshet.execution: " + e.getMessage(), e);
    }
  }

  /** Opens networks as configured; a gauge tells whether the last one fell back to the CPU. */
  public OnnxRuntime runtime(MetricGroup metrics) {
    OnnxRuntime runtime = new OnnxRuntime(execution);
    metrics.gauge("executionFallback", (Gauge<Integer>) () -> runtime.fellBack() ? 1 : 0);
    return runtime;
  }

  /** Nothing here goes by event time; a quiet partition must not hold anything up. */
  Progress progress() {
    return new Progress.ByEvents(Duration.ZERO, Duration.ofMillis(300));
  }
}

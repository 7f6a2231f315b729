package dev.freshet.flink.tracing;

import dev.freshet.flink.Settings;
import java.io.Serializable;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;

/**
 * Settings under {@code freshet.tracing}. Which events are traced is decided where they come in.
 *
 * @param endpoint where spans go, by OTLP over HTTP, such as {@code
 *     http://collector:4318/v1/traces}; blank for nowhere, and traces only pass through
 */
public record TracingConfig(String endpoint) implements Serializable {

  private static final long serialVersionUID = 1L;

  private static final ConfigOption<String> ENDPOINT =
      ConfigOptions.key("freshet.tracing.endpoint").stringType().defaultValue("");

  /** The settings. */
  public static TracingConfig from(Settings settings) {
    return new TracingConfig(settings.get(ENDPOINT));
  }

  /** Nothing is written down. */
  public static TracingConfig off() {
    return new TracingConfig("");
  }
}

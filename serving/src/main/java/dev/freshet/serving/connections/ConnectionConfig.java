package dev.freshet.serving.connections;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import java.time.Duration;

/**
 * Settings under {@code freshet.connections}.
 *
 * @param atOnce open connections of the node; more are closed at once
 * @param perAddress open connections of one address; more are closed at once
 * @param requestWithin time a request has to arrive as a whole, from its first byte; positive
 * @param readWithin time a client has to read on while its answer waits; positive
 */
@ConfigurationProperties("freshet.connections")
public record ConnectionConfig(
    @Bindable(defaultValue = "4096") @Positive int atOnce,
    @Bindable(defaultValue = "2048") @Positive int perAddress,
    @Bindable(defaultValue = "30s") @NotNull Duration requestWithin,
    @Bindable(defaultValue = "30s") @NotNull Duration readWithin) {

  public ConnectionConfig {
    checkPositive("request-within", requestWithin);
    checkPositive("read-within", readWithin);
  }

  private static void checkPositive(String key, Duration duration) {
    if (duration.isZero() || duration.isNegative()) {
      throw new IllegalArgumentException(
          "freshet.connections.%s must be positive: %s".formatted(key, duration));
    }
  }
}

package dev.freshet.serving.metrics;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.context.annotation.Context;
import io.micronaut.core.bind.annotation.Bindable;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

/**
 * Settings under {@code freshet.metrics}.
 *
 * @param port where metrics are answered without a key and nothing else is answered; 0 for nowhere
 */
@Context // checked before the server binds it
@ConfigurationProperties("freshet.metrics")
public record MetricsConfig(@Bindable(defaultValue = "0") @Min(0) @Max(65_535) int port) {}

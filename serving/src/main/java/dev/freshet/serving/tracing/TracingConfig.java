package dev.freshet.serving.tracing;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.NotNull;

/**
 * Settings under {@code freshet.tracing}.
 *
 * @param endpoint where spans go, by OTLP over HTTP, such as {@code
 *     http://collector:4318/v1/traces}; blank switches tracing off
 * @param share share of the requests that are traced
 * @param followClients whether a request with {@code traceparent} is traced as its client says, for
 *     nodes that only a gateway of your own can reach; its trace id is kept anyway
 */
@ConfigurationProperties("freshet.tracing")
public record TracingConfig(
    @Bindable(defaultValue = "") @NotNull String endpoint,
    @Bindable(defaultValue = "0.01") @DecimalMin("0") @DecimalMax("1") double share,
    @Bindable(defaultValue = "false") boolean followClients) {}

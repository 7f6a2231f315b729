package dev.freshet.serving.limits;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import jakarta.validation.constraints.Positive;

/**
 * Settings under {@code freshet.limits}.
 *
 * @param requestsPerSecond requests a caller may send for long; a caller is a key or, without one,
 *     an address
 * @param burst requests a caller may send at once after having sent none for a while
 * @param callers callers remembered, those that asked last
 * @param failedLoginsPerMinute wrong keys of one address, at once or over a minute, that are looked
 *     at; more are sent back
 * @param pagesAtOnce pages in the making at once; more are answered with what is trending
 * @param bodiesAtOnce bodies of events or videos waiting for Kafka at once; more are sent back
 */
@ConfigurationProperties("freshet.limits")
public record LimitsConfig(
    @Bindable(defaultValue = "10000") @Positive int requestsPerSecond,
    @Bindable(defaultValue = "20000") @Positive int burst,
    @Bindable(defaultValue = "10000") @Positive int callers,
    @Bindable(defaultValue = "60") @Positive int failedLoginsPerMinute,
    @Bindable(defaultValue = "256") @Positive int pagesAtOnce,
    @Bindable(defaultValue = "256") @Positive int bodiesAtOnce) {}

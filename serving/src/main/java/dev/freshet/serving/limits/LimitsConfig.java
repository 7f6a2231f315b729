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
 * @param keylessPerMinute requests of one address without a key, at once or over a minute, that a
 *     node with keys answers with 401; more are sent back
 * @param pagesAtOnce pages in the making at once; more are answered with what is trending
 * @param bodiesAtOnce bodies of events or videos waiting for Kafka at once; more are sent back
 * @param bodyBytes bytes of the bodies under way at once; more are sent back before they are read
 * @param bodyBytesOfCaller those of one caller
 */
@ConfigurationProperties("freshet.limits")
public record LimitsConfig(
    @Bindable(defaultValue = "10000") @Positive int requestsPerSecond,
    @Bindable(defaultValue = "20000") @Positive int burst,
    @Bindable(defaultValue = "10000") @Positive int callers,
    @Bindable(defaultValue = "60") @Positive int failedLoginsPerMinute,
    @Bindable(defaultValue = "600") @Positive int keylessPerMinute,
    @Bindable(defaultValue = "256") @Positive int pagesAtOnce,
    @Bindable(defaultValue = "256") @Positive int bodiesAtOnce,
    @Bindable(defaultValue = "67108864") @Positive long bodyBytes,
    @Bindable(defaultValue = "33554432") @Positive long bodyBytesOfCaller) {}

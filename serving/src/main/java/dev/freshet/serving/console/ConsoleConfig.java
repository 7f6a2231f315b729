package dev.freshet.serving.console;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import java.time.Duration;

/**
 * Settings under {@code freshet.console}.
 *
 * @param interval time between two pulses of the live stream
 * @param window how far back the rates and latencies of a pulse look
 * @param history how far back the first event of a stream looks
 * @param recordsPerSecond records read for the live stream, at most; beyond, some are left out
 * @param linger time for which the topics are followed after the last watcher has left
 */
@ConfigurationProperties("freshet.console")
record ConsoleConfig(
    @Bindable(defaultValue = "1s") @NotNull Duration interval,
    @Bindable(defaultValue = "1m") @NotNull Duration window,
    @Bindable(defaultValue = "3m") @NotNull Duration history,
    @Bindable(defaultValue = "5000") @Positive int recordsPerSecond,
    @Bindable(defaultValue = "10s") @NotNull Duration linger) {}

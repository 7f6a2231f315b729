package dev.freshet.serving.users;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import java.time.Duration;

/**
 * Settings under {@code freshet.own-events}: acknowledged events that pages count before the
 * features job has published a state with them.
 *
 * @param limit events kept at most, of all users together; 0 keeps none
 * @param perUser events of one user kept at most
 * @param keep time after which an event is no longer waited for
 */
@ConfigurationProperties("freshet.own-events")
public record OwnEventsConfig(
    @Bindable(defaultValue = "20000") @PositiveOrZero int limit,
    @Bindable(defaultValue = "200") @Positive int perUser,
    @Bindable(defaultValue = "1m") @NotNull Duration keep) {}

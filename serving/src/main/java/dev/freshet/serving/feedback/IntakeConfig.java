package dev.freshet.serving.feedback;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;

/**
 * Settings under {@code freshet.intake}: events taken in over HTTP.
 *
 * @param lateAfter age from which an accepted event is said to be late; the lateness that the jobs
 *     allow
 */
@ConfigurationProperties("freshet.intake")
public record IntakeConfig(@Bindable(defaultValue = "10m") @NotNull Duration lateAfter) {}

package dev.freshet.serving.model;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import java.time.Duration;

/**
 * Settings under {@code freshet.model}.
 *
 * @param name the model that serves; releases of others are left alone
 * @param newestReleases releases that are kept whatever their age, the latest ones
 * @param keptFor age up to which older releases are kept to roll back to, the fewer the older
 */
@ConfigurationProperties("freshet.model")
public record ModelConfig(
    @Bindable(defaultValue = "sasrec") @NotBlank String name,
    @Bindable(defaultValue = "4") @Positive int newestReleases,
    @Bindable(defaultValue = "1d") @NotNull Duration keptFor) {}

package dev.freshet.serving.model;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Positive;

/**
 * Settings under {@code freshet.model}.
 *
 * @param name the model that serves; releases of others are left alone
 * @param keptReleases releases kept to roll back to, the latest ones
 */
@ConfigurationProperties("freshet.model")
public record ModelConfig(
    @Bindable(defaultValue = "sasrec") @NotBlank String name,
    @Bindable(defaultValue = "10") @Positive int keptReleases) {}

package dev.freshet.serving.store;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Positive;

/**
 * Settings under {@code freshet.store}.
 *
 * @param dir folder of the local store; one node at a time may have it open
 * @param blockCacheMib memory for blocks read from disk, in MiB
 * @param writeBufferMib memory for what is not yet on disk, in MiB, all families together
 * @param cachedStates user states kept in memory, those that changed last
 */
@ConfigurationProperties("freshet.store")
public record StoreConfig(
    @Bindable(defaultValue = "var/serving") @NotBlank String dir,
    @Bindable(defaultValue = "32") @Positive int blockCacheMib,
    @Bindable(defaultValue = "32") @Positive int writeBufferMib,
    @Bindable(defaultValue = "2048") @Positive int cachedStates) {}

package dev.freshet.serving.store;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import java.time.Duration;

/**
 * Settings under {@code freshet.store}.
 *
 * @param dir folder of the local store; one node at a time may have it open
 * @param blockCacheMib memory for blocks read from disk, in MiB
 * @param writeBufferMib memory for what is not yet on disk, in MiB, all families together
 * @param cachedStates user states kept in memory, those that changed last
 * @param erasedWithin time from an erasure until nothing of the user is left in the store's files
 */
@ConfigurationProperties("freshet.store")
public record StoreConfig(
    @Bindable(defaultValue = "var/serving") @NotBlank String dir,
    @Bindable(defaultValue = "32") @Positive int blockCacheMib,
    @Bindable(defaultValue = "32") @Positive int writeBufferMib,
    @Bindable(defaultValue = "2048") @Positive int cachedStates,
    @Bindable(defaultValue = "1h") @NotNull Duration erasedWithin) {

  public StoreConfig {
    if (erasedWithin.isNegative() || erasedWithin.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "freshet.store.erased-within must be between 0 and 24 h: " + erasedWithin);
    }
  }

  private static final Duration LONGEST = Duration.ofHours(24);
}

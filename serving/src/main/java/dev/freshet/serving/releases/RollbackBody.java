package dev.freshet.serving.releases;

import io.micronaut.core.annotation.Introspected;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What is to be served: a generation with a step, or the latest. Only describes the API: {@link
 * RollbackReader} reads it.
 *
 * @param generation of the release
 * @param step of the release
 * @param latest whether the latest release is wanted again
 */
@Introspected
@Schema(name = "Rollback")
record RollbackBody(@Nullable String generation, @Nullable Long step, @Nullable Boolean latest) {}

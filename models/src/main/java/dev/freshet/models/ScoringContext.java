package dev.freshet.models;

import dev.freshet.schemas.event.UserId;
import dev.freshet.schemas.feature.UserState;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * For whom, where and when candidates are scored.
 *
 * @param state what is known of the user; null for one never seen
 * @param surface where in the app the page is shown
 * @param device kind of device
 * @param at event time of the page
 */
public record ScoringContext(
    UserId user, @Nullable UserState state, String surface, String device, Instant at) {}

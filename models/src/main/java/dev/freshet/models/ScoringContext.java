package dev.freshet.models;

import dev.freshet.schemas.event.UserId;
import dev.freshet.schemas.feature.TrainingExample;
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
    UserId user, @Nullable UserState state, String surface, String device, Instant at) {

  /** The moment at which an example's video was shown, and what was known of the user then. */
  public static ScoringContext of(TrainingExample example) {
    UserState state =
        UserState.newBuilder()
            .setUser(example.getUser())
            .setVersion(1)
            .setAsOf(example.getShownAt())
            .setPositives(example.getPositives())
            .setSkips(example.getSkips())
            .setCounters(example.getCounters())
            .build();
    return new ScoringContext(
        new UserId(example.getUser()),
        state,
        example.getSurface(),
        example.getDevice(),
        example.getShownAt());
  }
}

/**
 * What the system knows of a user, event by event: {@link dev.freshet.models.history.UserStates}
 * applies one event to a state, {@link dev.freshet.models.history.LongView} says what counts as
 * watched.
 */
@NullMarked
package dev.freshet.models.history;

import org.jspecify.annotations.NullMarked;

package dev.freshet.models.history;

import dev.freshet.schemas.event.FeedbackEvent;
import dev.freshet.schemas.feature.Interaction;
import dev.freshet.schemas.feature.UserState;
import org.jspecify.annotations.Nullable;

/**
 * How events change what is known of a user. A state never changes: applying an event gives a new
 * one, which shares the lists that the event left alone, so nobody may write to them.
 *
 * <ul>
 *   <li>All events of a user with one video make one {@link Interaction}: its time is that of the
 *       latest, its watched time that of the longest playback, and it is a long view or liked when
 *       one of them made it so.
 *   <li>A WATCH is a long view by {@link LongView}; without {@code watchedMillis} it only counts as
 *       seen. LIKE, SHARE, FOLLOW and COMMENT make the interaction liked. Long views and liked
 *       videos are positives, all others skips; both are ordered by (occurredAt, video), whatever
 *       order the events arrive in. A positive stays one when it is watched again only briefly.
 *   <li>HIDE and REPORT move the interaction to the skips for good, whatever else happens to the
 *       video, and put the video into {@code hiddenVideos} and the author, where known, into {@code
 *       hiddenAuthors}. FOLLOW takes the author out of there; the last of the two counts.
 *   <li>IMPRESSION and WATCH put the video at the end of {@code seen}, which holds each once.
 *   <li>HISTORY brings in its interactions one by one; each counts as shown and watched once.
 *   <li>A kind of event that this version does not know only counts in {@code version} and {@code
 *       asOf}.
 * </ul>
 */
public final class UserStates {

  private UserStates() {}

  /**
   * The state after one more event.
   *
   * @param state of the event's user; null before the first event; not changed
   * @throws IllegalArgumentException if the state is of another user, or the event an ERASE:
   *     whoever keeps states forgets the user then
   */
  public static UserState apply(
      @Nullable UserState state, FeedbackEvent event, HistoryConfig config) {
    if (state != null && !state.getUser().equals(event.getUser())) {
      throw new IllegalArgumentException(
          "an event of user %s applied to the state of %s"
              .formatted(event.getUser(), state.getUser()));
    }
    StateDraft draft = new StateDraft(state, config);
    switch (event.getKind()) {
      case IMPRESSION -> draft.show(event.getVideo());
      case WATCH -> draft.watch(event);
      case LIKE, SHARE, COMMENT -> draft.like(event);
      case FOLLOW -> draft.follow(event);
      case HIDE, REPORT -> draft.hide(event);
      case HISTORY -> event.getHistory().forEach(draft::remember);
      case ERASE ->
          throw new IllegalArgumentException("no state comes of an ERASE: " + event.getUser());
      case UNKNOWN -> {
        // written by a newer version; readers of this one can only count it
      }
    }
    return draft.state(event.getUser(), event.getOccurredAt());
  }
}

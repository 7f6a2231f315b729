package dev.freshet.models.history;

import dev.freshet.schemas.event.FeedbackEvent;
import dev.freshet.schemas.feature.Interaction;
import dev.freshet.schemas.feature.UserSetEntry;
import dev.freshet.schemas.feature.UserState;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How events change what is known of a user. A state never changes: applying an event gives a new
 * one, which shares the lists that the event left alone, so nobody may write to them.
 *
 * <p>The state depends on the set of events, not on the order in which they arrive, as long as no
 * list is full: of each pair of opposites the later event time counts.
 *
 * <ul>
 *   <li>All events of a user with one video make one {@link Interaction}: its time is the latest
 *       event's, its watched time the longest playback's, and it is a long view when one playback
 *       made it so.
 *   <li>A WATCH is a long view by {@link LongView}; without {@code watchedMillis} it only counts as
 *       seen. LIKE, SHARE, FOLLOW and COMMENT make the interaction liked, UNLIKE undoes all of
 *       them. Long views and liked videos are positives, all others skips; both are ordered by
 *       (occurredAt, video). A positive stays one when it is watched again only briefly. A video of
 *       which only an undone like or hide is left is neither.
 *   <li>HIDE of a video, and REPORT, move the interaction to the skips and hide the video; UNHIDE
 *       undoes that. HIDE of an author hides the author and leaves the video alone. FOLLOW, HIDE,
 *       UNFOLLOW and UNHIDE of one author are one decision, the latest.
 *   <li>IMPRESSION and WATCH make the video seen.
 *   <li>HISTORY brings in its interactions one by one; each counts as shown and watched once. One
 *       without any time, length or liking was only shown.
 *   <li>Counters count events and never go back.
 *   <li>A kind of event that this version does not know only counts in {@code version} and {@code
 *       asOf}.
 * </ul>
 */
public final class UserStates {

  private UserStates() {}

  /**
   * What an event makes of a state.
   *
   * @param state after the event
   * @param leaving entries of the state's sets that leave it, or are about to; whoever keeps states
   *     stores them in time, again and again where they come again
   */
  public record Applied(UserState state, List<UserSetEntry> leaving) {}

  /**
   * The state after one more event, of which nothing is stored beside it.
   *
   * @param state of the event's user; null before the first event; not changed
   * @throws IllegalArgumentException if the state is of another user, or the event an ERASE:
   *     whoever keeps states forgets the user then
   */
  public static UserState apply(
      @Nullable UserState state, FeedbackEvent event, HistoryConfig config) {
    long version = state == null ? 1 : state.getVersion() + 1;
    return apply(state, event, config, version, StoredEntries.NONE).state();
  }

  /**
   * The state after one more event.
   *
   * @param state of the event's user; null before the first event; not changed
   * @param version of the new state
   * @param stored entries of the user's sets that lie outside of the state
   * @throws IllegalArgumentException if the state is of another user, or the event an ERASE
   */
  public static Applied apply(
      @Nullable UserState state,
      FeedbackEvent event,
      HistoryConfig config,
      long version,
      StoredEntries stored) {
    if (state != null && !state.getUser().equals(event.getUser())) {
      throw new IllegalArgumentException(
          "an event of user %s applied to the state of %s"
              .formatted(event.getUser(), state.getUser()));
    }
    StateDraft draft = new StateDraft(event.getUser(), state, config, stored);
    switch (event.getKind()) {
      case IMPRESSION -> draft.show(event);
      case WATCH -> draft.watch(event);
      case LIKE, SHARE, COMMENT -> draft.like(event);
      case UNLIKE -> draft.unlike(event);
      case FOLLOW -> draft.follow(event);
      case UNFOLLOW -> draft.unfollow(event);
      case HIDE -> draft.hide(event);
      case REPORT -> draft.report(event);
      case UNHIDE -> draft.unhide(event);
      case HISTORY -> event.getHistory().forEach(draft::remember);
      case ERASE ->
          throw new IllegalArgumentException("no state comes of an ERASE: " + event.getUser());
      case UNKNOWN -> {
        // written by a newer version; readers of this one can only count it
      }
    }
    return new Applied(draft.state(event.getOccurredAt(), version), draft.leaving());
  }
}

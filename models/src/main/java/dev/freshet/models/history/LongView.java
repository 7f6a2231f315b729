package dev.freshet.models.history;

import dev.freshet.schemas.event.EventKind;
import dev.freshet.schemas.event.FeedbackEvent;

/** When a playback counts as a long view, the label that the models learn. */
public final class LongView {

  /** Time after which even the longest video counts, and any video of unknown length. */
  public static final long ENOUGH_MILLIS = 18_000;

  private LongView() {}

  /**
   * Whether a playback is a long view: {@code watched >= min(length, 18 s)}.
   *
   * @param watchedMillis time played, repeats included
   * @param lengthMillis length of the video; 0 or less where unknown, and then 18 s are asked for
   */
  public static boolean reached(long watchedMillis, long lengthMillis) {
    return watchedMillis
        >= (lengthMillis > 0 ? Math.min(lengthMillis, ENOUGH_MILLIS) : ENOUGH_MILLIS);
  }

  /** Whether an event is a long view, by what it says itself. */
  public static boolean in(FeedbackEvent event) {
    Long watched = event.getWatchedMillis();
    Long length = event.getLengthMillis();
    return event.getKind() == EventKind.WATCH
        && reached(watched == null ? 0 : watched, length == null ? 0 : length);
  }
}

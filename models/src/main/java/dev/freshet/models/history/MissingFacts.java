package dev.freshet.models.history;

import dev.freshet.schemas.event.EventTarget;
import dev.freshet.schemas.event.FeedbackEvent;
import org.jspecify.annotations.Nullable;

/**
 * What an event leaves out although its meaning depends on it, and the catalogue knows: the length
 * of a video that was watched, the author of one that was followed or hidden by its author.
 */
public final class MissingFacts {

  private MissingFacts() {}

  /** Whether the event leaves out something that it needs. */
  public static boolean in(FeedbackEvent event) {
    if (event.getVideo().isEmpty()) {
      return false;
    }
    return switch (event.getKind()) {
      case WATCH -> lacksLength(event);
      case FOLLOW, UNFOLLOW -> lacksAuthor(event);
      case HIDE, UNHIDE -> event.getTarget() == EventTarget.AUTHOR && lacksAuthor(event);
      case IMPRESSION, LIKE, UNLIKE, SHARE, COMMENT, REPORT, HISTORY, ERASE, UNKNOWN -> false;
    };
  }

  /**
   * The event with the facts of its video. What the sender says stays.
   *
   * @param author of the video; null where unknown
   * @param lengthMillis of the video; 0 or less where unknown
   * @return the same event where there is nothing to add
   */
  public static FeedbackEvent filled(
      FeedbackEvent event, @Nullable String author, long lengthMillis) {
    String addedAuthor = lacksAuthor(event) ? author : null;
    boolean addsLength = lengthMillis > 0 && lacksLength(event);
    if (addedAuthor == null && !addsLength) {
      return event;
    }
    FeedbackEvent.Builder filled = FeedbackEvent.newBuilder(event);
    if (addedAuthor != null) {
      filled.setAuthor(addedAuthor);
    }
    if (addsLength) {
      filled.setLengthMillis(lengthMillis);
    }
    return filled.build();
  }

  private static boolean lacksAuthor(FeedbackEvent event) {
    String author = event.getAuthor();
    return author == null || author.isEmpty();
  }

  private static boolean lacksLength(FeedbackEvent event) {
    Long length = event.getLengthMillis();
    return length == null || length <= 0;
  }
}

package dev.freshet.models.history;

import dev.freshet.schemas.feature.Interaction;
import dev.freshet.schemas.feature.PreferenceValue;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of the videos that a user met, each in one of three lists: positives, skips, and
 * those of which only an undone like or hide is left. Which one depends on what is known of the
 * video in the end, not on the order in which it came. The lists given are not changed.
 */
final class Outcomes {

  private final HistoryConfig config;
  private List<Interaction> positives;
  private List<Interaction> skips;
  private List<Interaction> undone;

  Outcomes(
      List<Interaction> positives,
      List<Interaction> skips,
      List<Interaction> undone,
      HistoryConfig config) {
    this.positives = positives;
    this.skips = skips;
    this.undone = undone;
    this.config = config;
  }

  List<Interaction> positives() {
    return positives;
  }

  List<Interaction> skips() {
    return skips;
  }

  List<Interaction> undone() {
    return undone;
  }

  /**
   * Takes in one more event with a video.
   *
   * @param decision the latest decision on the video; null where there is none
   */
  void merge(Interaction event, @Nullable PreferenceValue decision) {
    Interaction known = taken(event.getVideo());
    place(known == null ? event : Interactions.merged(known, event), decision);
  }

  /** Puts what is known of the video where it belongs after a decision on it. */
  void place(String video, @Nullable PreferenceValue decision) {
    Interaction known = taken(video);
    if (known != null) {
      place(known, decision);
    }
  }

  private void place(Interaction merged, @Nullable PreferenceValue decision) {
    boolean hidden = decision == PreferenceValue.HIDDEN;
    boolean positive = merged.getLongView() || merged.getLiked();
    if (positive && !hidden) {
      positives = Interactions.placed(positives, merged, config.positives());
    } else if (positive || hidden || isSkip(merged, decision)) {
      skips = Interactions.placed(skips, merged, config.skips());
    } else {
      undone = Interactions.placed(undone, merged, config.skips());
    }
  }

  /** Whether more than an undoing is left of what is neither liked, hidden nor a long view. */
  private static boolean isSkip(Interaction merged, @Nullable PreferenceValue decision) {
    return merged.getWatchedMillis() > 0
        || (decision == null && merged.getLikedAt().equals(Instant.EPOCH));
  }

  /** Takes what is known of the video out of the list that has it; null where none has. */
  private @Nullable Interaction taken(String video) {
    int place = Interactions.indexOf(positives, video);
    if (place >= 0) {
      Interaction known = positives.get(place);
      positives = Interactions.removed(positives, place);
      return known;
    }
    place = Interactions.indexOf(skips, video);
    if (place >= 0) {
      Interaction known = skips.get(place);
      skips = Interactions.removed(skips, place);
      return known;
    }
    place = Interactions.indexOf(undone, video);
    if (place >= 0) {
      Interaction known = undone.get(place);
      undone = Interactions.removed(undone, place);
      return known;
    }
    return null;
  }
}

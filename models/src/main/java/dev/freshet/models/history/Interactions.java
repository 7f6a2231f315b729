package dev.freshet.models.history;

import dev.freshet.schemas.feature.Interaction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Lists of a user's interactions, at most one of each video, oldest first. */
final class Interactions {

  private Interactions() {}

  /** Place of the video; -1 where there is none. */
  static int indexOf(List<Interaction> interactions, String video) {
    // the latest are the likeliest, and they are at the end
    for (int i = interactions.size() - 1; i >= 0; i--) {
      if (interactions.get(i).getVideo().equals(video)) {
        return i;
      }
    }
    return -1;
  }

  /** A copy with {@code added} at its place by (occurredAt, video). */
  static List<Interaction> placed(List<Interaction> interactions, Interaction added, int limit) {
    List<Interaction> copy = new ArrayList<>(interactions.size() + 1);
    copy.addAll(interactions);
    int place = copy.size();
    while (place > 0 && isBefore(added, copy.get(place - 1))) {
      place--;
    }
    copy.add(place, added);
    dropOldest(copy, limit);
    return copy;
  }

  private static boolean isBefore(Interaction a, Interaction b) {
    int byTime = a.getOccurredAt().compareTo(b.getOccurredAt());
    return byTime != 0 ? byTime < 0 : a.getVideo().compareTo(b.getVideo()) < 0;
  }

  /** A copy without the one at index. */
  static List<Interaction> removed(List<Interaction> interactions, int index) {
    List<Interaction> copy = new ArrayList<>(interactions);
    copy.remove(index);
    return copy;
  }

  private static void dropOldest(List<?> list, int limit) {
    if (list.size() > limit) {
      list.subList(0, list.size() - limit).clear();
    }
  }

  /** What two of the same video say together, in whatever order they came. */
  static Interaction merged(Interaction a, Interaction b) {
    Instant likedAt = a.getLikedAt();
    boolean liked = a.getLiked();
    Instant other = b.getLikedAt();
    if (other.isAfter(likedAt)
        || (other.equals(likedAt) && !other.equals(Instant.EPOCH) && !b.getLiked())) {
      likedAt = other;
      liked = b.getLiked();
    }
    return new Interaction(
        a.getVideo(),
        a.getOccurredAt().isAfter(b.getOccurredAt()) ? a.getOccurredAt() : b.getOccurredAt(),
        Math.max(a.getWatchedMillis(), b.getWatchedMillis()),
        Math.max(a.getLengthMillis(), b.getLengthMillis()),
        a.getLongView() || b.getLongView(),
        liked,
        likedAt);
  }
}

package dev.freshet.models.data;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * KuaiRand's history of a user: the last watches and, apart from them, the last long watches, both
 * in order, both cut to a length of their own. So the long ones are partly among the watches, and
 * partly older than all of them.
 */
final class WatchSequence {

  private WatchSequence() {}

  /**
   * Both sequences as one, oldest first. From the end, each long watch is found at its latest
   * possible place among the watches; the first that is not there is older, and so are all before.
   */
  static List<Watch> merged(List<String> watches, List<String> longWatches) {
    Deque<Watch> merged = new ArrayDeque<>();
    int left = longWatches.size();
    for (String video : watches.reversed()) {
      boolean isLong = left > 0 && video.equals(longWatches.get(left - 1));
      left -= isLong ? 1 : 0;
      merged.addFirst(new Watch(video, isLong));
    }
    for (String video : longWatches.subList(0, left).reversed()) {
      merged.addFirst(new Watch(video, true));
    }
    return new ArrayList<>(merged);
  }

  /**
   * One earlier watch.
   *
   * @param isLong whether it was a long view
   */
  record Watch(String video, boolean isLong) {}
}

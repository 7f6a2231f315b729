package dev.freshet.flink.training;

import dev.freshet.schemas.feature.TrainingExample;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.flink.api.common.state.MapState;

/**
 * Users that were erased, and up to when: nothing is learned from what they were shown until then.
 *
 * <p>They are kept for the time to live, as an example that old has long expired in its topic.
 */
final class ErasedUsers {

  private final long timeToLive;
  private final Map<String, Long> upTo = new HashMap<>();
  private final Set<String> unsaved = new HashSet<>();

  ErasedUsers(Duration timeToLive) {
    this.timeToLive = timeToLive.toMillis();
  }

  void restore(MapState<String, Long> saved) throws Exception {
    for (Map.Entry<String, Long> user : saved.entries()) {
      upTo.put(user.getKey(), user.getValue());
    }
  }

  /**
   * Takes in the erasures of a window.
   *
   * @return what is left of the window to learn from, in order
   */
  List<TrainingExample> erase(List<TrainingExample> window) {
    for (TrainingExample erasure : window) {
      if (erasure.getErasure()) {
        upTo.merge(erasure.getUser(), erasure.getShownAt().toEpochMilli(), Math::max);
        unsaved.add(erasure.getUser());
      }
    }
    if (upTo.isEmpty()) {
      return window;
    }
    List<TrainingExample> left = new ArrayList<>(window.size());
    for (TrainingExample example : window) {
      if (!example.getErasure() && !covers(example)) {
        left.add(example);
      }
    }
    return left;
  }

  /** Whether the example belongs to what is forgotten. */
  private boolean covers(TrainingExample example) {
    Long at = upTo.get(example.getUser());
    return at != null && example.getShownAt().toEpochMilli() <= at;
  }

  /**
   * Makes {@code saved} hold who was erased.
   *
   * @param now event time, in epoch milliseconds
   */
  void flush(MapState<String, Long> saved, long now) throws Exception {
    List<String> past = new ArrayList<>();
    upTo.forEach(
        (user, at) -> {
          if (at + timeToLive < now) {
            past.add(user);
          }
        });
    for (String user : past) {
      upTo.remove(user);
      unsaved.remove(user);
      saved.remove(user);
    }
    for (String user : unsaved) {
      saved.put(user, upTo.get(user));
    }
    unsaved.clear();
  }
}

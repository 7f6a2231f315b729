package dev.freshet.flink.fusion.training;

import dev.freshet.schemas.event.Video;
import dev.freshet.schemas.feature.TrainingExample;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Who watched which videos long, as numbers.
 *
 * @param videos that were watched long by anyone and are in the catalogue, by id
 * @param byUser the numbers of these videos that each user watched long, the first one first
 */
@SuppressWarnings("ArrayRecordComponent") // large, and read only
record LikedVideos(List<Video> videos, int[][] byUser) {
  private static final int FEWEST = 10;

  /**
   * Of these long views, the oldest first, and the catalogue.
   *
   * @param catalogue by id, ascending
   */
  static LikedVideos of(List<TrainingExample> longViews, List<Video> catalogue) {
    Map<String, Set<String>> watched = new TreeMap<>();
    Set<String> ids = new HashSet<>();
    for (TrainingExample view : longViews) {
      watched.computeIfAbsent(view.getUser(), user -> new LinkedHashSet<>()).add(view.getVideo());
      ids.add(view.getVideo());
    }
    List<Video> videos = new ArrayList<>();
    Map<String, Integer> numbers = new HashMap<>();
    for (Video video : catalogue) {
      if (ids.contains(video.getVideo())) {
        numbers.put(video.getVideo(), videos.size());
        videos.add(video);
      }
    }
    int[][] byUser =
        watched.values().stream()
            .map(
                of ->
                    of.stream()
                        .filter(numbers::containsKey)
                        .mapToInt(id -> numbers.getOrDefault(id, 0))
                        .toArray())
            .toArray(int[][]::new);
    return new LikedVideos(videos, byUser);
  }

  /** Whether there are enough videos to tell liked ones from others. */
  boolean canBeLearnedFrom() {
    return videos.size() >= FEWEST;
  }
}

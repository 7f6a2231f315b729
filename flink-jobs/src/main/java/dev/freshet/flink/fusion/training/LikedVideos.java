package dev.freshet.flink.fusion.training;

import dev.freshet.schemas.event.Video;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Who watched which videos long, as numbers.
 *
 * @param videos that were watched long by anyone and are in the catalogue, by id
 * @param byUser the numbers of these videos that each user watched long, the first one first
 */
@SuppressWarnings("ArrayRecordComponent") // large, and read only
record LikedVideos(List<Video> videos, int[][] byUser) {
  private static final int FEWEST = 10;

  /** Finds a video's newest record. */
  interface Records {
    @Nullable Video video(String id) throws Exception;
  }

  /** Of these long views, each as {@link LongView#text}, the oldest first. */
  static LikedVideos of(Iterable<String> longViews, Records records) throws Exception {
    Map<String, Set<String>> watched = new TreeMap<>();
    TreeSet<String> ids = new TreeSet<>();
    for (String text : longViews) {
      LongView view = LongView.of(text);
      watched.computeIfAbsent(view.user(), user -> new LinkedHashSet<>()).add(view.video());
      ids.add(view.video());
    }
    List<Video> videos = new ArrayList<>();
    Map<String, Integer> numbers = new TreeMap<>();
    for (String id : ids) {
      Video video = records.video(id);
      if (video != null) {
        numbers.put(id, videos.size());
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

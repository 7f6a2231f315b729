package dev.freshet.experiments.paper.metammf;

import dev.freshet.models.data.FrameSize;
import dev.freshet.models.data.LogDataset;
import dev.freshet.models.data.csv.LogIterator;
import dev.freshet.models.history.LongView;
import dev.freshet.models.paper.metammf.InteractionSplit;
import dev.freshet.models.paper.metammf.ModalityVectors;
import dev.freshet.schemas.event.EventKind;
import dev.freshet.schemas.event.FeedbackEvent;
import dev.freshet.schemas.event.Video;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * The long views of a log, and when each video was shown.
 *
 * @param vectors what the log says of its videos
 * @param views long views in the order of time, the first of a user and a video
 * @param shown time of each impression of each video
 */
record LongViewLog(ModalityVectors vectors, List<View> views, List<List<Long>> shown) {
  private static final double TRAIN = 0.7;
  private static final double VALIDATION = 0.1;

  /** One long view. */
  record View(String user, int video, long time) {}

  static LongViewLog read(Path folder) {
    LogDataset log = LogDataset.open(folder);
    List<Video> videos = new ArrayList<>();
    Map<String, Integer> places = new HashMap<>();
    try (LogIterator<Video> rows = log.videos()) {
      rows.forEachRemaining(
          video -> {
            places.put(video.getVideo(), videos.size());
            videos.add(video);
          });
    }
    List<List<Long>> shown = new ArrayList<>();
    videos.forEach(video -> shown.add(new ArrayList<>()));
    Map<List<Object>, View> views = new LinkedHashMap<>();
    try (LogIterator<FeedbackEvent> events = log.events()) {
      while (events.hasNext()) {
        FeedbackEvent event = events.next();
        Integer video = places.get(event.getVideo());
        long time = event.getOccurredAt().toEpochMilli();
        if (video == null) {
          continue;
        }
        if (event.getKind() == EventKind.IMPRESSION) {
          shown.get(video).add(time);
        } else if (LongView.in(event)) {
          views.putIfAbsent(
              List.of(event.getUser(), video), new View(event.getUser(), video, time));
        }
      }
    }
    return new LongViewLog(
        KuaiRandGroups.of(videos, FrameSize.ofKuaiRand(folder)),
        List.copyOf(views.values()),
        shown);
  }

  /** The paper's random split over users with at least so many long views. */
  InteractionSplit random(int atLeast) {
    Map<String, List<Integer>> byUser = new LinkedHashMap<>();
    views.forEach(
        view -> byUser.computeIfAbsent(view.user(), u -> new ArrayList<>()).add(view.video()));
    int[][] liked =
        byUser.values().stream()
            .filter(videos -> videos.size() >= atLeast)
            .map(LongViewLog::array)
            .toArray(int[][]::new);
    return InteractionSplit.random(vectors.count(), liked, 42L);
  }

  /** When the training part ends. */
  long trainingEnd() {
    return views.get((int) (TRAIN * views.size())).time();
  }

  /** A share of the videos, drawn at random, that count as uploaded when the training part ends. */
  Set<Integer> hidden(double share) {
    SplittableRandom random = new SplittableRandom(7);
    Set<Integer> hidden = new HashSet<>();
    for (int video = 0; video < vectors.count(); video++) {
      if (random.nextDouble() < share) {
        hidden.add(video);
      }
    }
    return hidden;
  }

  /**
   * The first part of the time to learn from, the next to choose by, the rest to judge by; users
   * without a long view in the first part are left out. Negatives are videos shown in the first
   * part.
   *
   * @param hidden videos whose impressions and long views in the first two parts are taken away
   */
  InteractionSplit temporal(Set<Integer> hidden) {
    long end = trainingEnd();
    long judged = views.get((int) ((TRAIN + VALIDATION) * views.size())).time();
    Map<String, List<Set<Integer>>> byUser = new LinkedHashMap<>();
    for (View view : views) {
      int part = view.time() < end ? 0 : view.time() < judged ? 1 : 2;
      boolean kept = part == 2 || !hidden.contains(view.video());
      if (kept && (part == 0 || byUser.containsKey(view.user()))) {
        byUser
            .computeIfAbsent(
                view.user(),
                u -> List.of(new LinkedHashSet<>(), new LinkedHashSet<>(), new LinkedHashSet<>()))
            .get(part)
            .add(view.video());
      }
    }
    int[] impressions = impressionsBefore(end, hidden);
    return new InteractionSplit(
        vectors.count(),
        part(byUser, 0),
        part(byUser, 1),
        part(byUser, 2),
        IntStream.range(0, impressions.length).filter(v -> impressions[v] > 0).toArray());
  }

  private static int[][] part(Map<String, List<Set<Integer>>> byUser, int part) {
    return byUser.values().stream().map(parts -> array(parts.get(part))).toArray(int[][]::new);
  }

  private static int[] array(Collection<Integer> videos) {
    return videos.stream().mapToInt(Integer::intValue).toArray();
  }

  /** Impressions of each video before a time; 0 of hidden ones. */
  int[] impressionsBefore(long time, Set<Integer> hidden) {
    return IntStream.range(0, shown.size())
        .map(
            video ->
                hidden.contains(video)
                    ? 0
                    : (int) shown.get(video).stream().filter(t -> t < time).count())
        .toArray();
  }
}

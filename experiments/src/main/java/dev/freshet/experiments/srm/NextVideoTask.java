package dev.freshet.experiments.srm;

import dev.freshet.models.data.LogDataset;
import dev.freshet.models.data.csv.LogIterator;
import dev.freshet.models.eval.RankingTask;
import dev.freshet.models.eval.Rankings;
import dev.freshet.models.history.LongView;
import dev.freshet.schemas.event.FeedbackEvent;
import dev.freshet.schemas.event.Video;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The next video of each user: all but the last two long views are learned from, the last but one
 * validates, the last tests; every video that the user has not watched long before is ranked.
 *
 * <p>Users and videos are numbered from 0.
 *
 * @param name of the data
 * @param videos by number
 * @param users what each watched long, in order, without repeats; at least {@value #LEAST} each
 */
record NextVideoTask(String name, List<Video> videos, List<List<Watched>> users) {

  /** Long views that a user must have. */
  static final int LEAST = 3;

  NextVideoTask {
    videos = List.copyOf(videos);
    users = List.copyOf(users);
    if (users.isEmpty()) {
      throw new IllegalArgumentException(
          "%s: no user has watched %d videos long".formatted(name, LEAST));
    }
  }

  /** A long view of video number {@code video}. */
  record Watched(int video, Instant at) {}

  /** Which of a user's long views is asked for. */
  enum Part {
    VALIDATION,
    TEST
  }

  /** The long views of a log. */
  static NextVideoTask of(LogDataset log) {
    Map<String, Integer> numbers = new HashMap<>();
    List<Video> videos = new ArrayList<>();
    try (LogIterator<Video> rows = log.videos()) {
      while (rows.hasNext()) {
        Video video = rows.next();
        if (numbers.putIfAbsent(video.getVideo(), videos.size()) == null) {
          videos.add(video);
        }
      }
    }
    Map<String, Map<Integer, Instant>> users = new LinkedHashMap<>();
    try (LogIterator<FeedbackEvent> events = log.events()) {
      while (events.hasNext()) {
        FeedbackEvent event = events.next();
        Integer video = numbers.get(event.getVideo());
        if (video != null && LongView.in(event)) {
          users
              .computeIfAbsent(event.getUser(), user -> new LinkedHashMap<>())
              .putIfAbsent(video, event.getOccurredAt());
        }
      }
    }
    List<List<Watched>> sequences =
        users.values().stream()
            .filter(watched -> watched.size() >= LEAST)
            .map(
                watched ->
                    watched.entrySet().stream()
                        .map(each -> new Watched(each.getKey(), each.getValue()))
                        .toList())
            .toList();
    return new NextVideoTask(log.name(), videos, sequences);
  }

  /** What is known of a user when {@code part} is asked for. */
  List<Watched> known(int user, Part part) {
    List<Watched> all = users.get(user);
    return all.subList(0, all.size() - (part == Part.VALIDATION ? 2 : 1));
  }

  /** The long view that is asked for. */
  Watched wanted(int user, Part part) {
    return users.get(user).get(known(user, part).size());
  }

  /** All videos but those that a user knows, with the one that is asked for. */
  RankingTask ranking(Part part) {
    int[][] known = new int[users.size()][];
    int[][] wanted = new int[users.size()][];
    for (int user = 0; user < known.length; user++) {
      known[user] = known(user, part).stream().mapToInt(Watched::video).toArray();
      wanted[user] = new int[] {wanted(user, part).video()};
    }
    return new RankingTask(videos.size(), known, wanted);
  }

  /** Ranks the videos for every user. */
  Rankings rank(Part part, NextVideoRanker ranker) {
    return ranking(part).rank(user -> ranker.scores(user, part));
  }

  /** Number of long views of all users. */
  int longViews() {
    return users.stream().mapToInt(List::size).sum();
  }
}

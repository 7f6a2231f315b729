package dev.freshet.experiments.paper.metammf;

import static java.util.Objects.requireNonNull;

import dev.freshet.experiments.planted.PlantedCatalogue;
import dev.freshet.experiments.planted.PlantedLog;
import dev.freshet.experiments.planted.PlantedVectors;
import dev.freshet.experiments.planted.PlantedVideo;
import dev.freshet.models.data.FrameSize;
import dev.freshet.models.data.LogDataset;
import dev.freshet.models.data.csv.LogIterator;
import dev.freshet.models.examples.OfflineExamples;
import dev.freshet.models.paper.metammf.ModalityVectors;
import dev.freshet.schemas.event.EventKind;
import dev.freshet.schemas.event.FeedbackEvent;
import dev.freshet.schemas.event.Modality;
import dev.freshet.schemas.event.Video;
import dev.freshet.schemas.feature.TrainingExample;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * A log cut in two by a moment: examples that a sequence model learns from before it, and examples
 * that it is judged by after it. A fifth of the videos counts as uploaded at that moment.
 *
 * @param videos the catalogue
 * @param vectors of the videos, in their order
 * @param training micro-batches before the moment
 * @param judged examples after it, all of some users
 * @param impressions of each video before it; none of those that count as uploaded then
 */
record SequenceLog(
    String name,
    List<Video> videos,
    ModalityVectors vectors,
    List<List<TrainingExample>> training,
    List<TrainingExample> judged,
    Map<String, Integer> impressions) {

  private static final double TRAIN = 0.8;
  private static final double NEW = 0.2;

  /** Share of planted videos that are shown a few times before the moment. */
  private static final double RARE = 0.15;

  private static final int FEW = 5;
  private static final int USERS = 800;
  private static final int VIDEOS = 1_500;
  private static final int TOPICS = 6;
  private static final int IMPRESSIONS = 240 * USERS;
  private static final Duration PLANTED_TIME = Duration.ofDays(10);
  private static final long SEED = 7;

  /**
   * Videos with authors of their own and without tags: what is seen and heard of them says their
   * topic, and nothing else does.
   */
  static SequenceLog planted() {
    PlantedLog log = new PlantedLog(USERS, VIDEOS, TOPICS, IMPRESSIONS, PLANTED_TIME, SEED);
    Map<String, Video> records = log.catalogue();
    PlantedVectors content = new PlantedVectors(SEED, TOPICS);
    ModalityVectors vectors =
        new ModalityVectors(
            VIDEOS,
            Map.of(
                Modality.VISUAL,
                PlantedVectors.DIMENSION,
                Modality.ACOUSTIC,
                PlantedVectors.DIMENSION,
                Modality.TEXTUAL,
                1));
    List<Video> anonymous = new ArrayList<>();
    for (PlantedVideo video : new PlantedCatalogue(SEED, TOPICS).first(VIDEOS)) {
      for (Map.Entry<String, List<Float>> given : content.of(video).entrySet()) {
        Modality modality =
            given.getKey().equals(Modality.VISUAL.id()) ? Modality.VISUAL : Modality.ACOUSTIC;
        vectors.put(anonymous.size(), modality, given.getValue());
      }
      anonymous.add(
          Video.newBuilder(requireNonNull(records.get(video.id())))
              .setAuthor("author of " + video.id())
              .setTags(List.of())
              .build());
    }
    SplittableRandom random = new SplittableRandom(SEED);
    Map<String, Integer> most = new HashMap<>();
    for (Video video : anonymous) {
      double drawn = random.nextDouble();
      if (drawn < NEW + RARE) {
        most.put(video.getVideo(), drawn < NEW ? 0 : random.nextInt(1, FEW + 1));
      }
    }
    return of("planted", anonymous, vectors, log.events(), most, 5_000);
  }

  /** The first events of KuaiRand, with its groups of what it says of a video. */
  static SequenceLog kuaiRand(Path folder, boolean quick) {
    LogDataset log = LogDataset.open(folder);
    List<Video> videos = new ArrayList<>();
    try (LogIterator<Video> rows = log.videos()) {
      rows.forEachRemaining(videos::add);
    }
    SplittableRandom random = new SplittableRandom(SEED);
    Map<String, Integer> most = new HashMap<>();
    for (Video video : videos) {
      if (random.nextDouble() < NEW) {
        most.put(video.getVideo(), 0);
      }
    }
    int wanted = quick ? 60_000 : 400_000;
    List<FeedbackEvent> events = new ArrayList<>(wanted);
    try (LogIterator<FeedbackEvent> all = log.events()) {
      while (all.hasNext() && events.size() < wanted) {
        events.add(all.next());
      }
    }
    return of(
        log.name(),
        videos,
        KuaiRandGroups.of(videos, FrameSize.ofKuaiRand(folder)),
        events,
        most,
        quick ? 1_000 : 8_000);
  }

  /**
   * @param events in the order of their times
   * @param most impressions of a video that are kept before the moment; where absent, all are
   * @param enough examples of videos that are new at the moment, to judge by
   */
  private static SequenceLog of(
      String name,
      List<Video> videos,
      ModalityVectors vectors,
      List<FeedbackEvent> events,
      Map<String, Integer> most,
      int enough) {
    Instant moment = events.get((int) (TRAIN * events.size())).getOccurredAt();
    Map<String, Integer> impressions = new HashMap<>();
    List<FeedbackEvent> kept = kept(events, moment, most, impressions);
    List<List<TrainingExample>> training = new ArrayList<>();
    List<TrainingExample> later = new ArrayList<>();
    OfflineExamples.forEachBatch(
        kept.iterator(),
        Instant.MAX,
        batch -> {
          List<TrainingExample> before =
              batch.stream().filter(example -> example.getLabelledAt().isBefore(moment)).toList();
          if (!before.isEmpty()) {
            training.add(before);
          }
          batch.stream()
              .filter(example -> !example.getShownAt().isBefore(moment))
              .forEach(later::add);
        });
    return new SequenceLog(
        name, videos, vectors, training, ofSomeUsers(later, impressions, enough), impressions);
  }

  /** The events without what is taken away; counts the impressions that stay before the moment. */
  private static List<FeedbackEvent> kept(
      List<FeedbackEvent> events,
      Instant moment,
      Map<String, Integer> most,
      Map<String, Integer> impressions) {
    List<FeedbackEvent> kept = new ArrayList<>();
    Set<List<String>> shown = new HashSet<>();
    for (FeedbackEvent event : events) {
      String video = event.getVideo();
      if (event.getKind() == EventKind.HISTORY) {
        kept.add(
            FeedbackEvent.newBuilder(event)
                .setHistory(
                    event.getHistory().stream()
                        .filter(past -> !most.containsKey(past.getVideo()))
                        .toList())
                .build());
      } else if (!event.getOccurredAt().isBefore(moment) || !most.containsKey(video)) {
        kept.add(event);
        if (event.getKind() == EventKind.IMPRESSION && event.getOccurredAt().isBefore(moment)) {
          impressions.merge(video, 1, Integer::sum);
        }
      } else if (event.getKind() == EventKind.IMPRESSION) {
        if (impressions.getOrDefault(video, 0) < most.getOrDefault(video, 0)) {
          impressions.merge(video, 1, Integer::sum);
          shown.add(List.of(event.getUser(), video));
          kept.add(event);
        }
      } else if (shown.contains(List.of(event.getUser(), video))) {
        kept.add(event);
      }
    }
    return kept;
  }

  /** All examples of users drawn at random, until enough of them are of new videos. */
  private static List<TrainingExample> ofSomeUsers(
      List<TrainingExample> examples, Map<String, Integer> impressions, int enough) {
    Map<String, List<TrainingExample>> byUser = new TreeMap<>();
    for (TrainingExample example : examples) {
      byUser.computeIfAbsent(example.getUser(), user -> new ArrayList<>()).add(example);
    }
    List<String> users = new ArrayList<>(byUser.keySet());
    Collections.shuffle(users, new Random(SEED));
    List<TrainingExample> some = new ArrayList<>();
    long fresh = 0;
    for (String user : users) {
      if (fresh >= enough) {
        break;
      }
      for (TrainingExample example : byUser.getOrDefault(user, List.of())) {
        some.add(example);
        fresh += impressions.containsKey(example.getVideo()) ? 0 : 1;
      }
    }
    return some;
  }

  /** The videos that each user watched long before the moment, the oldest first. */
  List<List<String>> watchedLong() {
    Map<String, Set<String>> byUser = new LinkedHashMap<>();
    for (List<TrainingExample> batch : training) {
      for (TrainingExample example : batch) {
        if (example.getLongView()) {
          byUser
              .computeIfAbsent(example.getUser(), user -> new LinkedHashSet<>())
              .add(example.getVideo());
        }
      }
    }
    return byUser.values().stream().map(List::copyOf).toList();
  }
}

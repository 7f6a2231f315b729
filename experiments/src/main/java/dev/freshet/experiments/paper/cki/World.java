package dev.freshet.experiments.paper.cki;

import dev.freshet.experiments.planted.PlantedLog;
import dev.freshet.models.Catalogue;
import dev.freshet.models.data.LogDataset;
import dev.freshet.models.data.csv.LogIterator;
import dev.freshet.models.examples.OfflineExamples;
import dev.freshet.schemas.event.FeedbackEvent;
import dev.freshet.schemas.event.Video;
import dev.freshet.schemas.feature.TrainingExample;
import dev.freshet.schemas.serde.TrustedRecords;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * A log in four windows of time, as micro-batches of at most 256 examples.
 *
 * @param ancestor what all parents have learned: half of the examples
 * @param continuation what parents go on with: the next quarter
 * @param recent the small labelled window that {@code A} is trained and everything is chosen on:
 *     the next tenth
 * @param test the rest
 */
record World(
    String name,
    Catalogue catalogue,
    List<List<TrainingExample>> ancestor,
    List<List<TrainingExample>> continuation,
    List<List<TrainingExample>> recent,
    List<List<TrainingExample>> test) {

  private static final double[] SHARES = {0.5, 0.75, 0.85, 1};
  private static final int QUICK_EXAMPLES = 40_000;

  /** An audience with planted tastes, small or not. */
  static World planted(boolean quick) {
    return of(
        quick
            ? new PlantedLog(150, 300, 6, 9_000, Duration.ofDays(2), 7)
            : new PlantedLog(1_500, 2_000, 12, 120_000, Duration.ofDays(4), 7));
  }

  /** The log of an audience with planted tastes. */
  static World of(PlantedLog log) {
    TrustedRecords.trust();
    Map<String, Video> videos = log.catalogue();
    List<List<TrainingExample>> batches = new ArrayList<>();
    Iterator<FeedbackEvent> events = log.events().iterator();
    OfflineExamples.forEachBatch(events, Instant.MAX, batches::add);
    return of("planted", videos::get, batches);
  }

  /** A published log, or the first of it. */
  static World published(Path folder, boolean quick) {
    TrustedRecords.trust();
    LogDataset log = LogDataset.open(folder);
    Map<String, Video> videos = new HashMap<>();
    try (LogIterator<Video> all = log.videos()) {
      all.forEachRemaining(video -> videos.put(video.getVideo(), video));
    }
    List<List<TrainingExample>> batches = new ArrayList<>();
    OfflineExamples.forEachBatch(log, batches::add);
    return of(log.name(), videos::get, quick ? first(QUICK_EXAMPLES, batches) : batches);
  }

  private static List<List<TrainingExample>> first(
      int examples, List<List<TrainingExample>> batches) {
    List<List<TrainingExample>> taken = new ArrayList<>();
    int count = 0;
    for (int i = 0; i < batches.size() && count < examples; i++) {
      taken.add(batches.get(i));
      count += batches.get(i).size();
    }
    return taken;
  }

  private static World of(String name, Catalogue catalogue, List<List<TrainingExample>> batches) {
    int all = batches.stream().mapToInt(List::size).sum();
    List<List<List<TrainingExample>>> windows = new ArrayList<>();
    int at = 0;
    int before = 0;
    for (double share : SHARES) {
      List<List<TrainingExample>> window = new ArrayList<>();
      while (at < batches.size() && before < share * all) {
        before += batches.get(at).size();
        window.add(batches.get(at++));
      }
      windows.add(window);
    }
    return new World(
        name, catalogue, windows.get(0), windows.get(1), windows.get(2), windows.get(3));
  }

  /** Number of examples of a window. */
  static int size(List<List<TrainingExample>> window) {
    return window.stream().mapToInt(List::size).sum();
  }

  /** The batches with those examples alone; none is empty. */
  static List<List<TrainingExample>> filtered(
      List<List<TrainingExample>> window, Predicate<TrainingExample> kept) {
    return window.stream()
        .map(batch -> batch.stream().filter(kept).toList())
        .filter(batch -> !batch.isEmpty())
        .toList();
  }

  /** The batches with each example changed. */
  static List<List<TrainingExample>> changed(
      List<List<TrainingExample>> window, UnaryOperator<TrainingExample> change) {
    return window.stream().map(batch -> batch.stream().map(change).toList()).toList();
  }

  /**
   * An injected shift: of every second video, chosen by its id, what was watched to the end is now
   * left early, and vice versa.
   */
  static TrainingExample shifted(TrainingExample example) {
    boolean second = (example.getVideo().hashCode() * 0x9E3779B9) >>> 31 == 1;
    if (!second) {
      return example;
    }
    return TrainingExample.newBuilder(example)
        .setLongView(!example.getLongView())
        .setLiked(false)
        .build();
  }
}

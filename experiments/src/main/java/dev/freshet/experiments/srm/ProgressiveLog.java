package dev.freshet.experiments.srm;

import dev.freshet.experiments.PublishedRows;
import dev.freshet.experiments.grid.Units;
import dev.freshet.models.ReleasingTrainer;
import dev.freshet.models.ScoringContext;
import dev.freshet.models.Trainer;
import dev.freshet.models.data.LogDataset;
import dev.freshet.models.data.csv.LogIterator;
import dev.freshet.models.eval.DailyEvaluation;
import dev.freshet.models.examples.OfflineExamples;
import dev.freshet.models.srm.ScoredVideos;
import dev.freshet.models.srm.SrmScorer;
import dev.freshet.schemas.event.Video;
import dev.freshet.schemas.event.VideoId;
import dev.freshet.schemas.feature.ModelRelease;
import dev.freshet.schemas.feature.TrainingExample;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * A log's examples in micro-batches, read once for all models, each of which scores an example
 * before it learns from it.
 *
 * @param zone of the log's days
 */
record ProgressiveLog(
    String name, ZoneId zone, Map<String, Video> videos, List<List<TrainingExample>> batches) {

  static final String SPEED = "examples/s";
  static final String NETWORK_BYTES = "ONNX bytes";
  static final String ROW_BYTES = "row bytes";
  static final String P50 = "p50, ms";
  static final String P99 = "p99, ms";
  static final String DAILY_AUC = "AUC by day";
  static final String DAILY_GAUC = "GAUC by day";

  /** Videos scored in one call. */
  private static final int CANDIDATES = 100;

  private static final int WARM_UP = 500;
  private static final int CALLS = 2_000;

  /** Examples from which on a running metric means something. */
  private static final int LEAST_EXAMPLES = 1_000;

  /** Reads the examples that are decided before {@code until}. */
  static ProgressiveLog read(LogDataset dataset, Instant until) {
    Map<String, Video> videos = new HashMap<>();
    try (LogIterator<Video> rows = dataset.videos()) {
      rows.forEachRemaining(video -> videos.put(video.getVideo(), video));
    }
    List<List<TrainingExample>> batches = new ArrayList<>();
    OfflineExamples.forEachBatch(dataset, until, batches::add);
    return new ProgressiveLog(dataset.name(), dataset.zone(), videos, batches);
  }

  int examples() {
    return batches.stream().mapToInt(List::size).sum();
  }

  /** The days with examples. */
  List<String> days() {
    return batches.stream()
        .flatMap(List::stream)
        .map(example -> LocalDate.ofInstant(example.getLabelledAt(), zone))
        .distinct()
        .sorted()
        .map(LocalDate::toString)
        .toList();
  }

  /** Runs a new trainer over the log and closes it; one that releases is measured as served. */
  Units run(Trainer trainer) {
    try (trainer) {
      DailyEvaluation evaluation = new DailyEvaluation(zone);
      long nanos = 0;
      for (List<TrainingExample> batch : batches) {
        long before = System.nanoTime();
        float[] scores = trainer.scoreThenLearn(batch, videos::get);
        nanos += System.nanoTime() - before;
        for (int i = 0; i < scores.length; i++) {
          TrainingExample example = batch.get(i);
          evaluation.add(
              example.getUser(), example.getLabelledAt(), scores[i], example.getLongView());
        }
      }
      Units units =
          Units.of(evaluation.examples())
              .with(SPEED, examples() / (nanos / 1e9))
              .with(DAILY_AUC, running(evaluation, day -> day.running().auc()))
              .with(DAILY_GAUC, running(evaluation, day -> day.running().gauc()));
      return trainer instanceof ReleasingTrainer releasing ? served(units, releasing) : units;
    }
  }

  private static double[] running(
      DailyEvaluation evaluation, ToDoubleFunction<DailyEvaluation.Day> metric) {
    return evaluation.days().stream()
        .mapToDouble(
            day ->
                day.running().examples() >= LEAST_EXAMPLES ? metric.applyAsDouble(day) : Double.NaN)
        .toArray();
  }

  /** Sizes of the release, and the time of a call with the log's last users, one caller. */
  private Units served(Units units, ReleasingTrainer trainer) {
    PublishedRows rows = PublishedRows.of(trainer);
    ModelRelease release = trainer.release(Map.of(), Instant.EPOCH);
    List<VideoId> candidates =
        videos.keySet().stream().sorted().limit(CANDIDATES).map(VideoId::new).toList();
    List<ScoringContext> contexts = batches.getLast().stream().map(ScoringContext::of).toList();
    double[] millis = new double[CALLS];
    try (SrmScorer scorer = new SrmScorer(release, new ScoredVideos(rows, videos::get))) {
      for (int call = -WARM_UP; call < CALLS; call++) {
        long before = System.nanoTime();
        scorer.score(contexts.get(Math.floorMod(call, contexts.size())), candidates);
        if (call >= 0) {
          millis[call] = (System.nanoTime() - before) / 1e6;
        }
      }
    }
    Arrays.sort(millis);
    return units
        .with(NETWORK_BYTES, release.getNetwork().remaining())
        .with(ROW_BYTES, (double) rows.bytes())
        .with(P50, millis[CALLS / 2])
        .with(P99, millis[CALLS * 99 / 100]);
  }
}

package dev.freshet.experiments.srm;

import dev.freshet.models.Catalogue;
import dev.freshet.models.ReleasingTrainer;
import dev.freshet.models.Trainer;
import dev.freshet.models.data.LogDataset;
import dev.freshet.models.data.csv.LogIterator;
import dev.freshet.models.eval.DailyEvaluation;
import dev.freshet.models.examples.OfflineExamples;
import dev.freshet.schemas.event.Video;
import dev.freshet.schemas.feature.TrainingExample;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A model that scored every example of a log before it learned from it.
 *
 * @param evaluation of all examples
 * @param examplesPerSecond scored and learned from; the reading of the log is left out
 * @param served what it published; null for a model that publishes nothing
 */
record ProgressiveRun(
    String model,
    DailyEvaluation evaluation,
    double examplesPerSecond,
    @Nullable ServedModel served) {

  /**
   * A log's examples in micro-batches, read once for all models.
   *
   * @param zone of the log's days
   */
  record Log(
      String name, ZoneId zone, Map<String, Video> videos, List<List<TrainingExample>> batches) {

    /** Reads the examples that are decided before {@code until}. */
    static Log read(LogDataset dataset, Instant until) {
      Map<String, Video> videos = new HashMap<>();
      try (LogIterator<Video> rows = dataset.videos()) {
        rows.forEachRemaining(video -> videos.put(video.getVideo(), video));
      }
      List<List<TrainingExample>> batches = new ArrayList<>();
      OfflineExamples.forEachBatch(dataset, until, batches::add);
      return new Log(dataset.name(), dataset.zone(), videos, batches);
    }

    int examples() {
      return batches.stream().mapToInt(List::size).sum();
    }
  }

  /** Runs a new trainer over the log and closes it. */
  static ProgressiveRun of(Log log, Trainer trainer) {
    try (trainer) {
      Catalogue catalogue = log.videos()::get;
      DailyEvaluation evaluation = new DailyEvaluation(log.zone());
      long nanos = 0;
      for (List<TrainingExample> batch : log.batches()) {
        long before = System.nanoTime();
        float[] scores = trainer.scoreThenLearn(batch, catalogue);
        nanos += System.nanoTime() - before;
        for (int i = 0; i < scores.length; i++) {
          TrainingExample example = batch.get(i);
          evaluation.add(
              example.getUser(), example.getLabelledAt(), scores[i], example.getLongView());
        }
      }
      return new ProgressiveRun(
          trainer.model(),
          evaluation,
          log.examples() / (nanos / 1e9),
          trainer instanceof ReleasingTrainer releasing ? ServedModel.of(releasing, log) : null);
    }
  }
}

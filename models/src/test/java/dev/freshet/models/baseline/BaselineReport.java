package dev.freshet.models.baseline;

import static java.util.Objects.requireNonNull;

import dev.freshet.models.Catalogue;
import dev.freshet.models.Trainer;
import dev.freshet.models.data.LogDataset;
import dev.freshet.models.data.csv.LogIterator;
import dev.freshet.models.eval.DailyEvaluation;
import dev.freshet.models.eval.Evaluation;
import dev.freshet.models.examples.OfflineExamples;
import dev.freshet.schemas.event.Video;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Progressive evaluation of every baseline over a whole log, in one thread: {@code java ...
 * dev.freshet.models.baseline.BaselineReport FOLDER [UNTIL]}, where UNTIL ends the log early, as an
 * instant.
 */
public final class BaselineReport {

  private BaselineReport() {}

  /** Prints the table. */
  public static void main(String[] args) {
    Instant until = args.length > 1 ? Instant.parse(args[1]) : Instant.MAX;
    evaluate(LogDataset.open(Path.of(args[0])), until, baselines())
        .forEach(
            (model, scores) -> {
              System.out.println(row(model, scores.evaluation()));
              scores
                  .days()
                  .forEach(
                      day -> System.out.println("  " + row(day.day().toString(), day.ofDay())));
            });
  }

  /** All of them, new. */
  static List<Trainer> baselines() {
    return List.of(
        new Popularity(RateConfig.defaults()),
        new VideoRate(RateConfig.defaults()),
        new VideoUserRate(RateConfig.defaults()),
        new Ftrl(FtrlConfig.defaults()));
  }

  /** Every trainer's scores of all examples that were decided before {@code until}. */
  public static Map<String, DailyEvaluation> evaluate(
      LogDataset log, Instant until, List<? extends Trainer> trainers) {
    Map<String, Video> videos = new HashMap<>();
    try (LogIterator<Video> rows = log.videos()) {
      rows.forEachRemaining(video -> videos.put(video.getVideo(), video));
    }
    Catalogue catalogue = videos::get;
    Map<String, DailyEvaluation> evaluations = new LinkedHashMap<>();
    trainers.forEach(t -> evaluations.put(t.model(), new DailyEvaluation(log.zone())));
    OfflineExamples.forEachBatch(
        log,
        until,
        batch -> {
          for (Trainer trainer : trainers) {
            float[] scores = trainer.scoreThenLearn(batch, catalogue);
            DailyEvaluation evaluation = requireNonNull(evaluations.get(trainer.model()));
            for (int i = 0; i < scores.length; i++) {
              evaluation.add(
                  batch.get(i).getUser(),
                  batch.get(i).getLabelledAt(),
                  scores[i],
                  batch.get(i).getLongView());
            }
          }
        });
    return evaluations;
  }

  private static String row(String name, Evaluation e) {
    return "%-14s %7d  AUC %.4f  GAUC %.4f  log loss %.4f"
        .formatted(name, e.examples(), e.auc(), e.gauc(), e.logLoss());
  }
}

package dev.freshet.experiments.srm;

import dev.freshet.experiments.ParallelRuns;
import dev.freshet.experiments.Progress;
import dev.freshet.experiments.claim.Claim;
import dev.freshet.experiments.claim.Measured;
import dev.freshet.experiments.claim.Statement;
import dev.freshet.experiments.report.Axis;
import dev.freshet.experiments.report.Figure;
import dev.freshet.experiments.report.Heading;
import dev.freshet.experiments.report.LinePlot;
import dev.freshet.experiments.report.Paragraph;
import dev.freshet.experiments.report.Series;
import dev.freshet.experiments.report.Table;
import dev.freshet.models.Trainer;
import dev.freshet.models.baseline.Ftrl;
import dev.freshet.models.baseline.FtrlConfig;
import dev.freshet.models.baseline.Popularity;
import dev.freshet.models.baseline.RateConfig;
import dev.freshet.models.baseline.VideoRate;
import dev.freshet.models.baseline.VideoUserRate;
import dev.freshet.models.data.LogDataset;
import dev.freshet.models.eval.DailyEvaluation;
import dev.freshet.models.eval.Difference;
import dev.freshet.models.eval.Evaluation;
import dev.freshet.models.eval.PairedBootstrap;
import dev.freshet.models.eval.PairedBootstrap.Differences;
import dev.freshet.models.eval.ScoredLabels;
import dev.freshet.models.srm.SrmTrainer;
import dev.freshet.models.srm.network.SequenceModel;
import dev.freshet.models.srm.network.SrmConfig;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * The sequence models and the online baselines on one log, each example scored before it is learned
 * from. A model's first run and every baseline run alone, one after another, and give their speeds;
 * the other seeds run beside each other.
 */
record ProgressiveComparison(
    boolean quick, List<Long> seeds, ParallelRuns threads, Progress progress) {

  /** Examples from which on a running metric is drawn. */
  private static final int LEAST_EXAMPLES = 1_000;

  private static final Duration QUICK_SPAN = Duration.ofHours(12);

  void run(LogDataset dataset, List<Claim> claims, List<Figure> figures) {
    Instant until = quick ? dataset.summary().first().plus(QUICK_SPAN) : Instant.MAX;
    var log = ProgressiveRun.Log.read(dataset, until);
    progress.say("%s: %,d examples".formatted(log.name(), log.examples()));
    Map<String, List<ProgressiveRun>> runs = new LinkedHashMap<>();
    for (SequenceModel model : SequenceModel.values()) {
      ProgressiveRun alone = one(log, model, seeds.getFirst());
      runs.computeIfAbsent(model.id(), name -> new ArrayList<>()).add(alone);
    }
    for (Trainer baseline : baselines()) {
      ProgressiveRun alone = ProgressiveRun.of(log, baseline);
      runs.computeIfAbsent(alone.model(), name -> new ArrayList<>()).add(alone);
    }
    List<Callable<ProgressiveRun>> work = new ArrayList<>();
    for (long seed : seeds.subList(1, seeds.size())) {
      for (SequenceModel model : SequenceModel.values()) {
        work.add(() -> one(log, model, seed));
      }
    }
    for (ProgressiveRun run : threads.all(work)) {
      runs.computeIfAbsent(run.model(), name -> new ArrayList<>()).add(run);
    }
    claims.addAll(claims(log.name(), runs));
    figures.add(new Heading(log.name() + ": scored before learned from"));
    figures.add(
        new Paragraph(
            "%,d examples; %d seeds. Examples per second and latency: one run alone, one thread."
                .formatted(log.examples(), seeds.size())));
    figures.add(table(runs));
    figures.add(plot("AUC so far, by day", "AUC", runs, day -> day.running().auc()));
    figures.add(plot("GAUC so far, by day", "GAUC", runs, day -> day.running().gauc()));
  }

  private ProgressiveRun one(ProgressiveRun.Log log, SequenceModel model, long seed) {
    ProgressiveRun run =
        ProgressiveRun.of(
            log, new SrmTrainer(SrmConfig.defaults().with(model).seeded(seed), "run", log.name()));
    Evaluation evaluation = run.evaluation().evaluation();
    progress.say(
        String.format(
            Locale.ROOT,
            "%s: %s, seed %d: AUC %.4f, GAUC %.4f, %,.0f examples/s",
            log.name(),
            model.id(),
            seed,
            evaluation.auc(),
            evaluation.gauc(),
            run.examplesPerSecond()));
    return run;
  }

  private static List<Trainer> baselines() {
    RateConfig rates = RateConfig.defaults();
    return List.of(
        new Ftrl(FtrlConfig.defaults()),
        new VideoUserRate(rates),
        new VideoRate(rates),
        new Popularity(rates));
  }

  /** Each model of the family, by the mean over its seeds, against the best baseline's metric. */
  List<Claim> claims(String log, Map<String, List<ProgressiveRun>> runs) {
    List<Callable<Claim>> work = new ArrayList<>();
    for (SequenceModel model : SequenceModel.values()) {
      work.add(() -> above(log, "AUC", runs, model.id(), Evaluation::auc, Differences::auc));
      work.add(() -> above(log, "GAUC", runs, model.id(), Evaluation::gauc, Differences::gauc));
    }
    return threads.all(work);
  }

  private static Claim above(
      String log,
      String metric,
      Map<String, List<ProgressiveRun>> runs,
      String model,
      ToDoubleFunction<Evaluation> value,
      Function<Differences, Difference> of) {
    ProgressiveRun baseline = best(runs, value);
    List<ScoredLabels> seeded =
        ofModel(runs, model).stream().map(run -> run.evaluation().examples()).toList();
    Difference above =
        of.apply(
            PairedBootstrap.defaults()
                .compareMeans(
                    seeded, Collections.nCopies(seeded.size(), baseline.evaluation().examples())));
    return new Claim.Above(
        Statement.reported(
            Statement.id(log, metric, model),
            "%s: %s of %s above %s".formatted(log, metric, model, baseline.model())),
        Measured.of(above));
  }

  private static ProgressiveRun best(
      Map<String, List<ProgressiveRun>> runs, ToDoubleFunction<Evaluation> metric) {
    ProgressiveRun best = null;
    for (List<ProgressiveRun> ofModel : runs.values()) {
      ProgressiveRun run = ofModel.getFirst();
      if (run.served() == null
          && (best == null
              || metric.applyAsDouble(run.evaluation().evaluation())
                  > metric.applyAsDouble(best.evaluation().evaluation()))) {
        best = run;
      }
    }
    if (best == null) {
      throw new IllegalStateException("no baseline ran");
    }
    return best;
  }

  private static List<ProgressiveRun> ofModel(
      Map<String, List<ProgressiveRun>> runs, String model) {
    List<ProgressiveRun> ofModel = runs.get(model);
    if (ofModel == null) {
      throw new IllegalStateException(model + " did not run");
    }
    return ofModel;
  }

  private static Table table(Map<String, List<ProgressiveRun>> runs) {
    List<List<String>> rows = new ArrayList<>();
    runs.forEach(
        (model, ofModel) -> {
          ServedModel served = ofModel.getFirst().served();
          rows.add(
              List.of(
                  model,
                  spread(ofModel, Evaluation::auc),
                  spread(ofModel, Evaluation::gauc),
                  spread(ofModel, Evaluation::logLoss),
                  "%,.0f".formatted(ofModel.getFirst().examplesPerSecond()),
                  served == null ? "" : "%,d".formatted(served.networkBytes()),
                  served == null ? "" : "%.1f".formatted(served.rowBytes() / 1e6),
                  served == null
                      ? ""
                      : "%.2f / %.2f"
                          .formatted(served.p50Micros() / 1e3, served.p99Micros() / 1e3)));
        });
    return new Table(
        List.of(
            "model",
            "AUC",
            "GAUC",
            "log loss",
            "examples/s",
            "ONNX bytes",
            "rows, MB",
            "100 candidates, ms p50 / p99"),
        rows);
  }

  /** Mean over the seeds, and half the distance between the least and the greatest. */
  private static String spread(List<ProgressiveRun> runs, ToDoubleFunction<Evaluation> metric) {
    var statistics =
        runs.stream()
            .mapToDouble(run -> metric.applyAsDouble(run.evaluation().evaluation()))
            .summaryStatistics();
    if (Double.isNaN(statistics.getAverage())) {
      return "-"; // no probabilities, so no log loss
    }
    return runs.size() == 1
        ? "%.4f".formatted(statistics.getAverage())
        : "%.4f ± %.4f"
            .formatted(statistics.getAverage(), (statistics.getMax() - statistics.getMin()) / 2);
  }

  private static LinePlot plot(
      String title,
      String label,
      Map<String, List<ProgressiveRun>> runs,
      ToDoubleFunction<DailyEvaluation.Day> metric) {
    List<Series> series = new ArrayList<>();
    List<String> days = new ArrayList<>();
    runs.forEach(
        (model, ofModel) -> {
          List<Series.Point> points = new ArrayList<>();
          for (DailyEvaluation.Day day : ofModel.getFirst().evaluation().days()) {
            if (points.size() == days.size()) {
              days.add(day.day().toString());
            }
            boolean meaningful = day.running().examples() >= LEAST_EXAMPLES;
            points.add(
                new Series.Point(
                    points.size(), meaningful ? metric.applyAsDouble(day) : Double.NaN));
          }
          if (series.size() < 6) {
            series.add(new Series(model, points));
          }
        });
    return new LinePlot(title, new Axis("day", days), Axis.of(label), series);
  }
}

package dev.freshet.experiments.srm;

import dev.freshet.experiments.ParallelRuns;
import dev.freshet.experiments.Progress;
import dev.freshet.experiments.claim.Claim;
import dev.freshet.experiments.claim.Measured;
import dev.freshet.experiments.claim.Statement;
import dev.freshet.experiments.report.Table;
import dev.freshet.experiments.srm.NextVideoTask.Part;
import dev.freshet.models.eval.Difference;
import dev.freshet.models.eval.PairedBootstrap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Function;

/**
 * Models on the same {@link NextVideoTask}, each with every seed. A user's metric is the mean over
 * the seeds; intervals are of a paired bootstrap over users.
 *
 * @param results by model, one for each seed
 */
record NextVideoComparison(NextVideoTask task, Map<String, List<NextVideoResult>> results) {

  private static final int K = 10;

  /** Learns and ranks; what has no seed is learned once. */
  static NextVideoComparison run(
      NextVideoTask task,
      List<NextVideoRanker.Model> once,
      List<NextVideoRanker.Model> seeded,
      List<Long> seeds,
      ParallelRuns threads,
      Progress progress) {
    List<String> names = new ArrayList<>();
    List<Callable<NextVideoResult>> work = new ArrayList<>();
    once.forEach(
        model -> {
          names.add(model.name());
          work.add(() -> test(task, model, seeds.getFirst(), progress));
        });
    for (long seed : seeds) {
      seeded.forEach(
          model -> {
            names.add(model.name());
            work.add(() -> test(task, model, seed, progress));
          });
    }
    List<NextVideoResult> all = threads.all(work);
    Map<String, List<NextVideoResult>> results = new LinkedHashMap<>();
    for (int i = 0; i < all.size(); i++) {
      results.computeIfAbsent(names.get(i), name -> new ArrayList<>()).add(all.get(i));
    }
    return new NextVideoComparison(task, results);
  }

  private static NextVideoResult test(
      NextVideoTask task, NextVideoRanker.Model model, long seed, Progress progress) {
    try (NextVideoRanker ranker = model.learn(task, seed)) {
      NextVideoResult result = NextVideoResult.of(task, Part.TEST, ranker);
      progress.say(
          String.format(
              Locale.ROOT,
              "%s: %s, seed %d: NDCG@10 %.4f",
              task.name(),
              model.name(),
              seed,
              NextVideoResult.mean(result.ndcg(K))));
      return result;
    }
  }

  /** NDCG@10 of each user, over the seeds. */
  double[] ndcg(String model) {
    List<NextVideoResult> runs = runs(model);
    double[] mean = new double[task.users().size()];
    for (NextVideoResult run : runs) {
      double[] values = run.ndcg(K);
      Arrays.setAll(mean, user -> mean[user] + values[user] / runs.size());
    }
    return mean;
  }

  /** By how much one model's NDCG@10 exceeds another's. */
  Difference difference(String model, String other) {
    return PairedBootstrap.defaults().means(ndcg(model), ndcg(other));
  }

  /** The best of these by NDCG@10. */
  String best(Set<String> models) {
    String best = "";
    double most = -1;
    for (String model : results.keySet()) {
      double mean = NextVideoResult.mean(ndcg(model));
      if (models.contains(model) && mean > most) {
        best = model;
        most = mean;
      }
    }
    return best;
  }

  /** Each model's metrics, and its difference to {@code reference}. */
  Table table(String reference) {
    List<List<String>> rows = new ArrayList<>();
    results.forEach(
        (model, runs) ->
            rows.add(
                List.of(
                    model,
                    mean(runs, run -> run.recall(10)),
                    mean(runs, run -> run.recall(20)),
                    mean(runs, run -> run.ndcg(10)),
                    mean(runs, run -> run.ndcg(20)),
                    model.equals(reference)
                        ? ""
                        : Measured.of(difference(model, reference)).signed())));
    return new Table(
        List.of(
            "model",
            "Recall@10",
            "Recall@20",
            "NDCG@10",
            "NDCG@20",
            "NDCG@10 above " + reference + " (95 %)"),
        rows);
  }

  /** A claim that one model's NDCG@10 lies above another's, with its interval. */
  Claim above(String model, String other, boolean required) {
    Difference difference = difference(model, other);
    return new Claim.Above(
        new Statement(
            Statement.id(task.name(), model, "above orderless"),
            "%s: NDCG@10 of %s above %s".formatted(task.name(), model, other),
            required),
        Measured.of(difference));
  }

  private static String mean(
      List<NextVideoResult> runs, Function<NextVideoResult, double[]> metric) {
    return String.format(
        Locale.ROOT,
        "%.4f",
        runs.stream()
            .mapToDouble(run -> NextVideoResult.mean(metric.apply(run)))
            .average()
            .orElse(Double.NaN));
  }

  private List<NextVideoResult> runs(String model) {
    List<NextVideoResult> runs = results.get(model);
    if (runs == null) {
      throw new IllegalArgumentException("no model " + model);
    }
    return runs;
  }
}

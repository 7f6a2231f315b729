package dev.freshet.experiments.paper.metammf;

import dev.freshet.experiments.claim.Claim;
import dev.freshet.experiments.claim.Measured;
import dev.freshet.experiments.claim.Statement;
import dev.freshet.experiments.report.Axis;
import dev.freshet.experiments.report.LinePlot;
import dev.freshet.experiments.report.Numbers;
import dev.freshet.experiments.report.Series;
import dev.freshet.experiments.report.Table;
import dev.freshet.models.eval.Difference;
import dev.freshet.models.eval.PairedBootstrap;
import dev.freshet.models.paper.metammf.InteractionSplit;
import dev.freshet.models.paper.metammf.MetaMmfEvaluation;
import dev.freshet.models.paper.metammf.MetaMmfEvaluation.Outcome;
import dev.freshet.models.paper.metammf.ModalityVectors;
import dev.freshet.models.paper.metammf.RankedUsers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.function.ToDoubleFunction;

/** The runs of all arms, each with the same seeds. */
final class ArmRuns {
  private static final int RESAMPLES = 10_000;
  private static final int PLOTTED = 6;

  private final Map<String, List<Run>> byArm = new LinkedHashMap<>();
  private final boolean sameUsers;

  /** What arms learn from and are judged by. */
  record Task(ModalityVectors vectors, InteractionSplit split) {}

  /**
   * One arm trained with one seed.
   *
   * @param test how the best epoch ranks the test part
   * @param outcome the training; its model is closed
   * @param weights trained weights of the fusion
   */
  record Run(RankedUsers test, Outcome outcome, long weights) {

    private static Run of(Arm arm, long seed, Task task) {
      Outcome outcome =
          MetaMmfEvaluation.train(
              arm.config().withSeed(seed), task.vectors(), task.split(), (epoch, ndcg) -> {});
      try (var model = outcome.model()) {
        InteractionSplit split = task.split();
        RankedUsers test = MetaMmfEvaluation.rank(outcome.vectors(), split, split.test());
        return new Run(test, outcome, model.fusionSize());
      }
    }

    double[] recall() {
      return test.recall(10);
    }

    double[] ndcg() {
      return test.ndcg(10);
    }
  }

  private ArmRuns(boolean sameUsers) {
    this.sameUsers = sameUsers;
  }

  /** Runs every arm with every seed, each seed on a task of its own. */
  static ArmRuns ofCatalogues(
      String name, List<Arm> arms, RunContext context, LongFunction<Task> tasks) {
    return new ArmRuns(false).run(name, arms, context, tasks);
  }

  /**
   * Runs every arm with every seed on one task: a user's values are averaged over seeds before
   * users are drawn for an interval.
   */
  static ArmRuns of(String name, List<Arm> arms, RunContext context, Task task) {
    return new ArmRuns(true).run(name, arms, context, seed -> task);
  }

  private ArmRuns run(String name, List<Arm> arms, RunContext context, LongFunction<Task> tasks) {
    List<List<Run>> bySeed =
        context.each(
            name,
            seed -> {
              Task task = tasks.apply(seed);
              return arms.stream().map(arm -> Run.of(arm, seed, task)).toList();
            });
    for (int arm = 0; arm < arms.size(); arm++) {
      int place = arm;
      byArm.put(arms.get(arm).label(), bySeed.stream().map(runs -> runs.get(place)).toList());
    }
    return this;
  }

  List<Run> of(String arm) {
    List<Run> runs = byArm.get(arm);
    if (runs == null) {
      throw new IllegalArgumentException("no arm %s among %s".formatted(arm, byArm.keySet()));
    }
    return runs;
  }

  /** Mean over seeds of a mean over users. */
  double mean(String arm, Function<Run, double[]> metric) {
    return average(arm, run -> RankedUsers.mean(metric.apply(run)));
  }

  double average(String arm, ToDoubleFunction<Run> value) {
    return of(arm).stream().mapToDouble(value).average().orElse(Double.NaN);
  }

  /** By how much one arm's metric exceeds another's. */
  Difference difference(String arm, String other, Function<Run, double[]> metric) {
    List<double[]> ones = of(arm).stream().map(metric).toList();
    List<double[]> twos = of(other).stream().map(metric).toList();
    PairedBootstrap bootstrap = new PairedBootstrap(RESAMPLES, 42L);
    return sameUsers
        ? bootstrap.means(averaged(ones), averaged(twos))
        : bootstrap.nestedMeans(ones, twos);
  }

  /** Reports whether the dynamic arm's metric exceeds the static one's. */
  Claim dynamicAboveStatic(String id, String text, Function<Run, double[]> metric) {
    return new Claim.Above(
        Statement.reported(id, text), Measured.of(difference(Arm.DYNAMIC, Arm.CONCAT, metric)));
  }

  /** Number of users that are judged, of the first seed. */
  int judged() {
    return of(Arm.DYNAMIC).getFirst().test().users().length;
  }

  private static double[] averaged(List<double[]> runs) {
    double[] mean = new double[runs.getFirst().length];
    for (double[] run : runs) {
      for (int user = 0; user < mean.length; user++) {
        mean[user] += run[user] / runs.size();
      }
    }
    return mean;
  }

  /** A row for each arm, with its distance to {@code reference}. */
  Table table(String reference) {
    List<List<String>> rows = new ArrayList<>();
    for (String arm : byArm.keySet()) {
      rows.add(
          List.of(
              arm,
              Numbers.number(average(arm, Run::weights), 0),
              Numbers.number(mean(arm, run -> run.test().precision(10)), 4),
              Numbers.number(mean(arm, Run::recall), 4),
              Numbers.number(average(arm, run -> run.test().hitRatio(10)), 4),
              Numbers.number(mean(arm, Run::ndcg), 4),
              Numbers.number(mean(arm, run -> run.test().recall(20)), 4),
              Numbers.number(mean(arm, run -> run.test().ndcg(20)), 4),
              arm.equals(reference)
                  ? "-"
                  : Measured.of(difference(arm, reference, Run::recall)).signed(),
              Numbers.number(average(arm, run -> run.outcome().best() + 1), 1),
              Numbers.number(average(arm, run -> run.outcome().epochNanos() / 1e6), 0)));
    }
    return new Table(
        List.of(
            "arm",
            "fusion weights",
            "P@10",
            "R@10",
            "HR@10",
            "N@10",
            "R@20",
            "N@20",
            "R@10 over " + reference,
            "best epoch",
            "ms per epoch"),
        rows);
  }

  /** Validation NDCG@10 by epoch of the first seed. */
  LinePlot curves(String title, List<String> arms) {
    List<Series> lines = new ArrayList<>();
    for (String arm : arms.subList(0, Math.min(PLOTTED, arms.size()))) {
      List<Double> curve = of(arm).getFirst().outcome().curve();
      List<Series.Point> points = new ArrayList<>();
      for (int epoch = 0; epoch < curve.size(); epoch++) {
        points.add(new Series.Point(epoch + 1, curve.get(epoch)));
      }
      lines.add(new Series(arm, points));
    }
    return new LinePlot(title, Axis.of("epoch"), Axis.of("validation NDCG@10"), lines);
  }
}

package dev.freshet.experiments.grid;

import dev.freshet.experiments.claim.Measured;
import dev.freshet.experiments.report.Axis;
import dev.freshet.experiments.report.LinePlot;
import dev.freshet.experiments.report.Series;
import dev.freshet.experiments.report.Table;
import dev.freshet.models.eval.Difference;
import dev.freshet.models.eval.Evaluation;
import dev.freshet.models.eval.PairedBootstrap;
import dev.freshet.models.eval.PairedBootstrap.Differences;
import dev.freshet.models.eval.Rankings;
import dev.freshet.models.eval.ScoredLabels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToDoubleFunction;

/**
 * What a grid gave, and how its arms compare. A metric is that of units, by its name, or {@link
 * #AUC}, {@link #GAUC} or {@link #LOG_LOSS} of scored labels. An arm's metric is the mean over its
 * seeds. Intervals are of a paired bootstrap over units, 95 %: 10,000 draws, 1,000 of scored
 * labels.
 *
 * <p>Not thread-safe.
 */
public final class Results {

  public static final String AUC = "AUC";
  public static final String GAUC = "GAUC";
  public static final String LOG_LOSS = "log loss";

  private static final Map<String, ToDoubleFunction<Evaluation>> OF_LABELS =
      Map.of(AUC, Evaluation::auc, GAUC, Evaluation::gauc, LOG_LOSS, Evaluation::logLoss);

  private static final PairedBootstrap BOOTSTRAP = new PairedBootstrap(10_000, 42L);
  private static final int PLOTTED = 6;

  private final String data;
  private final Map<String, List<Units>> byArm;
  private final Grid.SeedUnits seedUnits;
  private final Map<List<String>, Differences> ofLabels = new HashMap<>();
  private final IdentityHashMap<Units, Evaluation> evaluations = new IdentityHashMap<>();

  Results(String data, Map<String, List<Units>> byArm, Grid.SeedUnits seedUnits) {
    this.data = data;
    this.byArm = Collections.unmodifiableMap(new LinkedHashMap<>(byArm));
    this.seedUnits = seedUnits;
  }

  /** Name of the data set. */
  public String data() {
    return data;
  }

  /** Labels in the order of the grid. */
  public List<String> arms() {
    return List.copyOf(byArm.keySet());
  }

  /** An arm's runs in the order of the seeds. */
  public List<Units> of(String arm) {
    List<Units> runs = byArm.get(arm);
    if (runs == null) {
      throw new IllegalArgumentException("no arm %s among %s".formatted(arm, byArm.keySet()));
    }
    return runs;
  }

  /** Mean of a metric over units and seeds. */
  public double mean(String arm, String metric) {
    return average(arm, units -> value(units, metric));
  }

  /** Mean of a figure over seeds; of its values where it has several. */
  public double figure(String arm, String name) {
    return average(arm, units -> Rankings.mean(units.figure(name)));
  }

  /** Each seed's metric. */
  public double[] bySeed(String arm, String metric) {
    return of(arm).stream().mapToDouble(units -> value(units, metric)).toArray();
  }

  private double average(String arm, ToDoubleFunction<Units> value) {
    return of(arm).stream().mapToDouble(value).average().orElse(Double.NaN);
  }

  private double value(Units units, String metric) {
    ToDoubleFunction<Evaluation> ofLabels = OF_LABELS.get(metric);
    return ofLabels == null
        ? Rankings.mean(units.metric(metric))
        : ofLabels.applyAsDouble(
            evaluations.computeIfAbsent(units, each -> labels(each).evaluation()));
  }

  private static ScoredLabels labels(Units units) {
    return Objects.requireNonNull(units.labels(), "an arm has no scored labels");
  }

  /** The arm with the highest metric. */
  public String best(Collection<String> arms, String metric) {
    return arms.stream()
        .max((one, other) -> Double.compare(mean(one, metric), mean(other, metric)))
        .orElseThrow();
  }

  /** By how much one arm's metric exceeds another's, with its interval. */
  public Measured above(String arm, String other, String metric) {
    return Measured.of(difference(arm, other, metric));
  }

  private Difference difference(String arm, String other, String metric) {
    List<Units> ones = of(arm);
    List<Units> twos = of(other);
    if (OF_LABELS.containsKey(metric)) {
      Differences all =
          ofLabels.computeIfAbsent(
              List.of(arm, other),
              pair ->
                  PairedBootstrap.defaults()
                      .compareMeans(labels(ones, twos.size()), labels(twos, ones.size())));
      return metric.equals(AUC) ? all.auc() : metric.equals(GAUC) ? all.gauc() : all.logLoss();
    }
    if (seedUnits == Grid.SeedUnits.OWN) {
      return BOOTSTRAP.nestedMeans(values(ones, metric), values(twos, metric));
    }
    double[] mean = averaged(ones, metric);
    return mean.length == 0
        ? new Difference(Double.NaN, Double.NaN, Double.NaN)
        : BOOTSTRAP.means(mean, averaged(twos, metric));
  }

  /** The runs' labels; those of an arm that is run once count for each run of the other. */
  private static List<ScoredLabels> labels(List<Units> runs, int wanted) {
    List<ScoredLabels> labels = new ArrayList<>();
    for (int i = 0; i < Math.max(runs.size(), wanted); i++) {
      labels.add(labels(runs.get(runs.size() == 1 ? 0 : i)));
    }
    return labels;
  }

  private static List<double[]> values(List<Units> runs, String metric) {
    return runs.stream().map(units -> units.metric(metric)).toList();
  }

  private static double[] averaged(List<Units> runs, String metric) {
    double[] mean = new double[runs.getFirst().metric(metric).length];
    for (double[] run : values(runs, metric)) {
      Arrays.setAll(mean, unit -> mean[unit] + run[unit] / runs.size());
    }
    return mean;
  }

  /** A row for each arm. */
  public Table table(String first, Column... columns) {
    return table(first, arms(), columns);
  }

  /** A row for each of these arms. */
  public Table table(String first, List<String> arms, Column... columns) {
    List<String> header = new ArrayList<>(List.of(first));
    Arrays.stream(columns).map(Column::header).forEach(header::add);
    List<List<String>> rows = new ArrayList<>();
    for (String arm : arms) {
      List<String> row = new ArrayList<>(List.of(arm));
      Arrays.stream(columns).map(column -> column.text().of(this, arm)).forEach(row::add);
      rows.add(row);
    }
    return new Table(header, rows);
  }

  /** A figure of the first seed by place, from {@code from}, of the first six of these arms. */
  public LinePlot plot(
      String title, Axis x, String label, String figure, int from, List<String> arms) {
    List<Series> lines = new ArrayList<>();
    for (String arm : arms.subList(0, Math.min(PLOTTED, arms.size()))) {
      double[] values = of(arm).getFirst().figure(figure);
      List<Series.Point> points = new ArrayList<>();
      for (int i = 0; i < values.length; i++) {
        points.add(new Series.Point((double) from + i, values[i]));
      }
      lines.add(new Series(arm, points));
    }
    return new LinePlot(title, x, Axis.of(label), lines);
  }
}

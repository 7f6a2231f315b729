package dev.freshet.loadtests.replay;

import dev.freshet.experiments.report.Axis;
import dev.freshet.experiments.report.Figure;
import dev.freshet.experiments.report.HtmlReport;
import dev.freshet.experiments.report.LinePlot;
import dev.freshet.experiments.report.Paragraph;
import dev.freshet.experiments.report.Series;
import dev.freshet.experiments.report.Table;
import dev.freshet.models.eval.DailyEvaluation;
import dev.freshet.models.eval.Difference;
import dev.freshet.models.eval.Evaluation;
import dev.freshet.models.eval.PairedBootstrap;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * What came of a replay.
 *
 * @param impressions in the log
 * @param examples different ones that were scored; as many as impressions when nothing was lost
 * @param repeats scored examples that came again after a restart of the jobs
 * @param seconds from the start of the command until everything was final
 * @param reference the model that the others are compared with
 * @param models evaluation of each model over all examples, by name
 * @param differences of {@code reference} to each other model
 * @param digest of final user states, rows and networks
 * @param rowCounts rows in the embedding tables over the replay
 * @param samples examples scored over wall-clock time, about one a second
 */
record ReplayResult(
    String dataset,
    long impressions,
    long examples,
    long repeats,
    double seconds,
    String reference,
    Map<String, Model> models,
    Map<String, PairedBootstrap.Differences> differences,
    String digest,
    StateDigest.Sizes sizes,
    List<Outputs.RowCount> rowCounts,
    List<Sample> samples) {

  private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMM", Locale.ROOT);

  ReplayResult {
    rowCounts = List.copyOf(rowCounts);
    samples = List.copyOf(samples);
  }

  /** A model's metrics over the whole replay and day by day. */
  record Model(Evaluation all, List<DailyEvaluation.Day> days) {
    Model {
      days = List.copyOf(days);
    }
  }

  /** Examples scored after so many seconds. */
  record Sample(double seconds, long examples) {}

  /** Whether each impression became an example. */
  boolean whole() {
    return examples == impressions;
  }

  /** The models side by side, the reference first. */
  Table table() {
    List<List<String>> rows = new ArrayList<>();
    for (String model : ordered()) {
      Evaluation all = model(model).all();
      PairedBootstrap.Differences difference = differences.get(model);
      rows.add(
          List.of(
              model,
              text(all.auc()),
              text(all.gauc()),
              text(all.logLoss()),
              difference == null ? "" : text(difference.auc()),
              difference == null ? "" : text(difference.gauc())));
    }
    return new Table(
        List.of(
            "model",
            "AUC",
            "GAUC",
            "log loss",
            "AUC of " + reference + " above it",
            "GAUC of " + reference + " above it"),
        rows);
  }

  /** One line of what was replayed and how fast. */
  String summary() {
    return String.format(
        Locale.ROOT,
        "%s: %,d of %,d impressions scored in %.1f s (%,.0f examples/s); final: %,d user states,"
            + " %,d embedding rows, %,d networks; %s",
        dataset,
        examples,
        impressions,
        seconds,
        examplesPerSecond(),
        sizes.users(),
        sizes.rows(),
        sizes.models(),
        digest);
  }

  /** Everything, for a file. */
  Map<String, @Nullable Object> json() {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("dataset", dataset);
    json.put("impressions", impressions);
    json.put("seconds", seconds);
    json.put("examplesPerSecond", examplesPerSecond());
    Map<String, @Nullable Object> metrics = new LinkedHashMap<>();
    ordered().forEach(model -> metrics.put(model, json(model(model).all())));
    json.put("models", metrics);
    json.put("stateDigest", digest);
    json.put("examples", examples);
    json.put("repeats", repeats);
    json.put(
        "state", Map.of("users", sizes.users(), "rows", sizes.rows(), "networks", sizes.models()));
    Map<String, @Nullable Object> above = new LinkedHashMap<>();
    differences.forEach(
        (model, difference) ->
            above.put(
                model,
                Map.of(
                    "auc", json(difference.auc()),
                    "gauc", json(difference.gauc()),
                    "logLoss", json(difference.logLoss()))));
    json.put(reference + "MinusOther", above);
    Map<String, @Nullable Object> days = new LinkedHashMap<>();
    for (String model : ordered()) {
      Map<String, @Nullable Object> ofModel = new LinkedHashMap<>();
      model(model).days().forEach(day -> ofModel.put(day.day().toString(), json(day.ofDay())));
      days.put(model, ofModel);
    }
    json.put("days", days);
    return json;
  }

  /** A page with the table and plots. */
  HtmlReport report() {
    List<Figure> figures = new ArrayList<>();
    figures.add(new Paragraph(summary()));
    figures.add(table());
    figures.add(
        new Paragraph(
            "Differences carry 95 % intervals of a paired bootstrap over users. Every example was"
                + " scored before it was learned from."));
    figures.add(perDay("Running AUC, at the end of each day", "AUC", d -> d.running().auc()));
    figures.add(perDay("Running GAUC, at the end of each day", "GAUC", d -> d.running().gauc()));
    figures.add(perDay("AUC of each day's examples", "AUC", d -> d.ofDay().auc()));
    figures.add(perDay("GAUC of each day's examples", "GAUC", d -> d.ofDay().gauc()));
    figures.add(rowsPlot());
    figures.add(ratePlot());
    return new HtmlReport("Replay of " + dataset, figures);
  }

  private LinePlot perDay(String title, String metric, ToDoubleFunction<DailyEvaluation.Day> y) {
    List<String> names =
        models.values().stream()
            .findFirst()
            .map(model -> model.days().stream().map(day -> DAY.format(day.day())).toList())
            .orElse(List.of());
    List<Series> lines = new ArrayList<>();
    for (String model : ordered()) {
      List<Series.Point> points = new ArrayList<>();
      for (DailyEvaluation.Day day : model(model).days()) {
        points.add(new Series.Point(points.size(), y.applyAsDouble(day)));
      }
      lines.add(new Series(model, points));
    }
    return new LinePlot(title, new Axis("day", names), Axis.of(metric), lines);
  }

  private LinePlot rowsPlot() {
    List<Series.Point> points =
        rowCounts.stream().map(count -> new Series.Point(count.examples(), count.rows())).toList();
    return new LinePlot(
        "Rows in the embedding tables",
        Axis.of("examples learned from"),
        Axis.of("rows"),
        List.of(new Series("rows", points)));
  }

  private LinePlot ratePlot() {
    List<Series.Point> points = new ArrayList<>();
    for (int i = 1; i < samples.size(); i++) {
      Sample before = samples.get(i - 1);
      Sample sample = samples.get(i);
      double passed = sample.seconds() - before.seconds();
      if (passed > 0) {
        points.add(
            new Series.Point(sample.seconds(), (sample.examples() - before.examples()) / passed));
      }
    }
    return new LinePlot(
        "Examples scored and learned from per second",
        Axis.of("seconds since the start"),
        Axis.of("examples/s"),
        List.of(new Series("examples/s", points)));
  }

  private double examplesPerSecond() {
    return examples / seconds;
  }

  private List<String> ordered() {
    List<String> names = new ArrayList<>(models.keySet());
    if (names.remove(reference)) {
      names.addFirst(reference);
    }
    return names;
  }

  private Model model(String name) {
    Model model = models.get(name);
    if (model == null) {
      throw new IllegalArgumentException("no model " + name);
    }
    return model;
  }

  private static Map<String, @Nullable Object> json(Evaluation evaluation) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("auc", finite(evaluation.auc()));
    json.put("gauc", finite(evaluation.gauc()));
    json.put("logLoss", finite(evaluation.logLoss()));
    return json;
  }

  private static Map<String, @Nullable Object> json(Difference difference) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("value", finite(difference.value()));
    json.put("low", finite(difference.low()));
    json.put("high", finite(difference.high()));
    return json;
  }

  private static @Nullable Double finite(double value) {
    return Double.isFinite(value) ? value : null;
  }

  private static String text(double value) {
    return Double.isFinite(value) ? String.format(Locale.ROOT, "%.4f", value) : "-";
  }

  private static String text(Difference difference) {
    return String.format(
        Locale.ROOT,
        "%+.4f [%+.4f, %+.4f]",
        difference.value(),
        difference.low(),
        difference.high());
  }
}

package dev.freshet.loadtests.audience;

import dev.freshet.experiments.report.Axis;
import dev.freshet.experiments.report.HtmlReport;
import dev.freshet.experiments.report.LinePlot;
import dev.freshet.experiments.report.Paragraph;
import dev.freshet.experiments.report.Series;
import dev.freshet.experiments.report.Table;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What an audience has seen up to a moment.
 *
 * @param elapsed since the first request for a page
 * @param total per arm, everything
 * @param trailing per arm, the last minute
 * @param content uploads with known content, a minute old and older
 * @param bare the same without known content
 * @param samples one every few seconds, for the plot
 */
record AudienceResult(
    AudienceConfig config,
    Duration elapsed,
    Traffic.Counts traffic,
    Map<Arm, LongViews.Count> total,
    Map<Arm, LongViews.Count> trailing,
    Uploads.Reach content,
    Uploads.Reach bare,
    List<Sample> samples) {

  AudienceResult {
    total = Map.copyOf(total);
    trailing = Map.copyOf(trailing);
    samples = List.copyOf(samples);
  }

  /** The rates of the last minute at one moment. */
  record Sample(double seconds, Map<Arm, Double> rates) {
    Sample {
      rates = Map.copyOf(rates);
    }
  }

  static Map<Arm, LongViews.Count> byArm(Function<Arm, LongViews.Count> count) {
    Map<Arm, LongViews.Count> counts = new EnumMap<>(Arm.class);
    for (Arm arm : Arm.values()) {
      counts.put(arm, count.apply(arm));
    }
    return counts;
  }

  Sample sample() {
    return new Sample(
        seconds(),
        Arrays.stream(Arm.values())
            .collect(Collectors.toMap(arm -> arm, arm -> rate(trailing, arm))));
  }

  /** One line for the console. */
  String line() {
    return String.format(
        Locale.ROOT,
        "%4.0f s  %,7d pages  %,9d events (%,.0f/s)  long views of the last minute:"
            + " personalised %s  trending %s  random %s  x%.2f trending  x%.2f random  step %,d",
        seconds(),
        traffic.pages(),
        traffic.acknowledged(),
        traffic.acknowledged() / Math.max(1e-3, seconds()),
        text(trailing, Arm.PERSONALISED),
        text(trailing, Arm.TRENDING),
        text(trailing, Arm.RANDOM),
        lift(trailing, Arm.TRENDING),
        lift(trailing, Arm.RANDOM),
        traffic.step());
  }

  /** The arms side by side. */
  Table table() {
    List<List<String>> rows = new ArrayList<>();
    for (Arm arm : Arm.values()) {
      rows.add(
          List.of(
              arm.strategy(),
              String.format(Locale.ROOT, "%,d", count(total, arm).impressions()),
              text(total, arm),
              text(trailing, arm)));
    }
    return new Table(List.of("arm", "impressions", "long views", "in the last minute"), rows);
  }

  /** How soon uploads found their audience, with and without content. */
  Table uploadsTable() {
    return new Table(
        List.of(
            "uploads",
            "number",
            "long views of each in an hour",
            "with %d long views".formatted(Uploads.FOUND),
            "median time to that",
            "long views in their first impressions"),
        List.of(row("picture, sound and title known", content), row("nothing known", bare)));
  }

  /** How much faster uploads are watched long whose content is known. */
  String uploadsLine() {
    double[] times = content.timesAsFastAs(bare);
    if (Double.isNaN(times[0])) {
      return "No upload has been watched long enough to compare those with content with the others%n"
          .formatted();
    }
    return String.format(
        Locale.ROOT,
        "Uploads with content are watched long %.2f [%.2f, %.2f] times as fast as those without%n",
        times[0],
        times[1],
        times[2]);
  }

  private static List<String> row(String name, Uploads.Reach reach) {
    return List.of(
        name,
        Integer.toString(reach.uploads().size()),
        reach.uploads().isEmpty() ? "-" : String.format(Locale.ROOT, "%.1f", reach.perHour()),
        Integer.toString(reach.found()),
        reach.median().map(time -> time.toSeconds() + " s").orElse("-"),
        reach.first().impressions() == 0 ? "-" : text(reach.first()));
  }

  /** Everything, for a file. */
  Map<String, @Nullable Object> json() {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("seed", config.seed());
    json.put("seconds", seconds());
    json.put("rate", config.rate());
    json.put("pages", traffic.pages());
    json.put("modelPages", traffic.modelPages());
    json.put("fallbacks", traffic.fallbacks());
    json.put("pageMillis", Map.of("p50", traffic.pageP50Millis(), "p99", traffic.pageP99Millis()));
    json.put("eventsAcknowledged", traffic.acknowledged());
    json.put("eventsRejected", traffic.rejected());
    json.put("eventsAbandoned", traffic.abandoned());
    json.put("requestsRepeated", traffic.failures());
    json.put("uploads", traffic.uploads());
    json.put("step", traffic.step());
    json.put("rowsStep", traffic.rowsStep());
    json.put("total", json(total));
    json.put("lastMinute", json(trailing));
    json.put("uploadsWithContent", json(content));
    json.put("uploadsWithout", json(bare));
    return json;
  }

  /** A page with the table and the rates over time. */
  HtmlReport report() {
    List<Series> lines =
        Arrays.stream(Arm.values())
            .map(
                arm ->
                    new Series(
                        arm.strategy(),
                        samples.stream()
                            .map(
                                sample ->
                                    new Series.Point(
                                        sample.seconds(),
                                        sample.rates().getOrDefault(arm, Double.NaN)))
                            .toList()))
            .toList();
    return new HtmlReport(
        "Closed loop: what a simulated audience watched",
        List.of(
            new Paragraph(line()),
            table(),
            uploadsTable(),
            new Paragraph(uploadsLine()),
            new LinePlot(
                "Long-view rate of the last minute",
                Axis.of("seconds since the first page"),
                Axis.of("long-view rate"),
                lines)));
  }

  private double seconds() {
    return elapsed.toMillis() / 1e3;
  }

  private static Map<String, @Nullable Object> json(Uploads.Reach reach) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("uploads", reach.uploads().size());
    json.put("longViewsOfEach", reach.uploads().stream().map(Uploads.Watched::longViews).toList());
    json.put("ageMillis", reach.age().toMillis());
    json.put("longViews", reach.longViews());
    json.put("found", reach.found());
    json.put("medianMillis", reach.median().map(Duration::toMillis).orElse(null));
    json.put("firstImpressions", reach.first().impressions());
    json.put("firstLongViews", reach.first().longViews());
    return json;
  }

  private static Map<String, @Nullable Object> json(Map<Arm, LongViews.Count> counts) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    for (Arm arm : Arm.values()) {
      LongViews.Count count = count(counts, arm);
      WilsonInterval interval = count.interval();
      Map<String, @Nullable Object> values = new LinkedHashMap<>();
      values.put("impressions", count.impressions());
      values.put("longViews", count.longViews());
      values.put("rate", finite(interval.rate()));
      values.put("low", interval.low());
      values.put("high", interval.high());
      json.put(arm.strategy(), values);
    }
    for (Arm other : List.of(Arm.TRENDING, Arm.RANDOM)) {
      Map<String, @Nullable Object> values = new LinkedHashMap<>();
      values.put("ratio", finite(lift(counts, other)));
      values.put(
          "intervalsApart",
          count(counts, Arm.PERSONALISED).interval().above(count(counts, other).interval()));
      json.put("personalisedTo" + capitalised(other.strategy()), values);
    }
    return json;
  }

  private static String capitalised(String word) {
    return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
  }

  private static @Nullable Double finite(double value) {
    return Double.isFinite(value) ? value : null;
  }

  private static double lift(Map<Arm, LongViews.Count> counts, Arm other) {
    return rate(counts, Arm.PERSONALISED) / rate(counts, other);
  }

  private static double rate(Map<Arm, LongViews.Count> counts, Arm arm) {
    return count(counts, arm).interval().rate();
  }

  private static LongViews.Count count(Map<Arm, LongViews.Count> counts, Arm arm) {
    return counts.getOrDefault(arm, LongViews.Count.NONE);
  }

  private static String text(Map<Arm, LongViews.Count> counts, Arm arm) {
    return text(count(counts, arm));
  }

  private static String text(LongViews.Count count) {
    WilsonInterval interval = count.interval();
    return String.format(
        Locale.ROOT, "%.3f [%.3f, %.3f]", interval.rate(), interval.low(), interval.high());
  }
}

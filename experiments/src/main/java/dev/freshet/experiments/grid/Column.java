package dev.freshet.experiments.grid;

import dev.freshet.experiments.report.Numbers;
import java.util.Arrays;

/**
 * A column of a table with a row for each arm.
 *
 * @param header its name
 * @param text what it says of an arm
 */
public record Column(String header, Text text) {

  /** What a column says of an arm. */
  @FunctionalInterface
  public interface Text {

    /** The cell of the arm. */
    String of(Results results, String arm);
  }

  /** The mean of a metric. */
  public static Column mean(String metric) {
    return new Column(metric, (results, arm) -> Numbers.metric(results.mean(arm, metric)));
  }

  /** The mean of a metric, and half the distance between the least and the greatest seed's. */
  public static Column spread(String metric) {
    return new Column(
        metric,
        (results, arm) -> {
          var bySeed = Arrays.stream(results.bySeed(arm, metric)).summaryStatistics();
          String mean = Numbers.metric(bySeed.getAverage());
          return bySeed.getCount() == 1 || Double.isNaN(bySeed.getAverage())
              ? mean
              : mean + " ± " + Numbers.metric((bySeed.getMax() - bySeed.getMin()) / 2);
        });
  }

  /** The mean of a figure over the seeds. */
  public static Column figure(String header, String name, int decimals) {
    return new Column(
        header, (results, arm) -> Numbers.number(results.figure(arm, name), decimals));
  }

  /** The figure of the first seed, such as a time; empty where the arm has none. */
  public static Column first(String header, String name, int decimals) {
    return new Column(
        header,
        (results, arm) -> {
          Units first = results.of(arm).getFirst();
          return first.figures().containsKey(name)
              ? Numbers.number(first.figure(name)[0], decimals)
              : "";
        });
  }

  /** By how much the metric lies above that of a reference, with its interval. */
  public static Column above(String metric, String reference) {
    return above("%s above %s".formatted(metric, reference), metric, reference);
  }

  /** The same under another header. */
  public static Column above(String header, String metric, String reference) {
    return new Column(
        header,
        (results, arm) ->
            arm.equals(reference) ? "" : results.above(arm, reference, metric).signed());
  }
}

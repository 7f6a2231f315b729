package dev.freshet.models.eval;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** One model's progressive evaluation day by day, for reports. Not thread-safe. */
public final class DailyEvaluation {

  private final ZoneId zone;
  private final SortedMap<LocalDate, ScoredLabels> days = new TreeMap<>();
  private final ScoredLabels all = new ScoredLabels();
  private final SortedMap<LocalDate, Evaluation> runningAtEnd = new TreeMap<>();

  private LocalDate current = LocalDate.MIN;

  /**
   * Starts without examples.
   *
   * @param zone where days begin
   */
  public DailyEvaluation(ZoneId zone) {
    this.zone = zone;
  }

  /**
   * Adds one example.
   *
   * @param at the time whose day it belongs to; of the latest day so far or later, and otherwise
   *     the latest day takes it
   */
  public void add(String user, Instant at, float score, boolean positive) {
    LocalDate day = LocalDate.ofInstant(at, zone);
    if (day.isAfter(current)) {
      closeDay();
      current = day;
    }
    days.computeIfAbsent(current, d -> new ScoredLabels()).add(user, score, positive);
    all.add(user, score, positive);
  }

  /** Metrics of all examples. */
  public Evaluation evaluation() {
    return all.evaluation();
  }

  /** All examples, to compare models with {@link PairedBootstrap}. */
  public ScoredLabels examples() {
    return all;
  }

  /** Every day with examples, in order. */
  public List<Day> days() {
    closeDay();
    return days.entrySet().stream()
        .map(
            day ->
                new Day(
                    day.getKey(),
                    day.getValue().evaluation(),
                    requireNonNull(runningAtEnd.get(day.getKey()))))
        .toList();
  }

  private void closeDay() {
    if (all.size() > 0) {
      runningAtEnd.put(current, all.evaluation());
    }
  }

  /**
   * One day of an evaluation.
   *
   * @param ofDay metrics of the day's examples alone
   * @param running metrics of all examples up to the end of the day
   */
  public record Day(LocalDate day, Evaluation ofDay, Evaluation running) {}
}

package dev.freshet.loadtests.faults.soak;

import dev.freshet.experiments.report.Axis;
import dev.freshet.experiments.report.LinePlot;
import dev.freshet.experiments.report.Series;
import dev.freshet.experiments.report.Table;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a soak came to.
 *
 * @param every time between two looks
 * @param memory of each process
 * @param answers to pages until each look
 * @param events of the audience that were acknowledged meanwhile
 */
public record SoakResult(
    Duration every, List<MemorySeries> memory, List<Answered> answers, long events) {

  private static final double MEBIBYTE = 1 << 20;

  /** Copies the lists. */
  public SoakResult {
    memory = List.copyOf(memory);
    answers = List.copyOf(answers);
  }

  /** Whether no process ended or grew, and every page was answered without an error. */
  public boolean passed() {
    return memory.stream().allMatch(MemorySeries::flat) && answered().flawless();
  }

  /** For the console. */
  public String text() {
    Answered all = answered();
    return new Table(MemorySeries.HEADER, memory.stream().map(MemorySeries::row).toList()).text()
        + String.format(
            Locale.ROOT,
            "soak: %,d events acknowledged; of %,d pages %,d fell back, %,d were answered 429, %,d 5xx, %,d not at all%n",
            events,
            all.pages(),
            all.fallbacks(),
            all.shed(),
            all.errors(),
            all.unanswered());
  }

  /** For the file. */
  public Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("passed", passed());
    json.put("everySeconds", every.toSeconds());
    json.put("events", events);
    json.put("answers", answers.stream().map(Answered::json).toList());
    json.put("processes", memory.stream().map(MemorySeries::json).toList());
    return json;
  }

  /** Resident memory over time. */
  public LinePlot plot() {
    return new LinePlot(
        "Resident memory over a soak",
        Axis.of("minutes"),
        Axis.of("MiB"),
        memory.stream().map(process -> line(process, every)).toList());
  }

  private static Series line(MemorySeries process, Duration every) {
    List<Series.Point> points = new ArrayList<>();
    for (Long bytes : process.resident()) {
      double minutes = points.size() * every.toSeconds() / 60.0; // since the first look
      points.add(new Series.Point(minutes, bytes / MEBIBYTE));
    }
    return new Series(process.process(), points);
  }

  private Answered answered() {
    return answers.isEmpty() ? new Answered(0, 0, 0, 0, 0) : answers.getLast();
  }
}

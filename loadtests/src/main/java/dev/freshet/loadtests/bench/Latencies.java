package dev.freshet.loadtests.bench;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** Durations of one kind, to three digits. Thread-safe. */
public final class Latencies {

  private static final long LONGEST_MICROS = TimeUnit.MINUTES.toMicros(2);

  /** Head of a table of {@link #row}s. */
  public static final List<String> HEADER = List.of("", "count", "p50", "p90", "p99", "max");

  private final String name;
  private final Histogram micros = new ConcurrentHistogram(LONGEST_MICROS, 3);

  /**
   * @param name what is measured
   */
  public Latencies(String name) {
    this.name = name;
  }

  /** Adds one. */
  public void add(Duration duration) {
    micros.recordValue(Math.clamp(duration.toNanos() / 1_000, 0, LONGEST_MICROS));
  }

  /** Number of durations. */
  public long count() {
    return micros.getTotalCount();
  }

  /** In milliseconds, at a percentile in (0, 100]. */
  public double millis(double percentile) {
    return micros.getValueAtPercentile(percentile) / 1e3;
  }

  /** A row under {@link #HEADER}. */
  public List<String> row() {
    if (count() == 0) {
      return List.of(name, "0", "-", "-", "-", "-");
    }
    return List.of(
        name, String.format(Locale.ROOT, "%,d", count()), text(50), text(90), text(99), text(100));
  }

  /** Count and percentiles, for a file. */
  public Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("count", count());
    if (count() > 0) {
      json.put("p50", millis(50));
      json.put("p90", millis(90));
      json.put("p99", millis(99));
      json.put("max", millis(100));
    }
    return json;
  }

  private String text(double percentile) {
    return String.format(Locale.ROOT, "%,.1f ms", millis(percentile));
  }
}

package dev.freshet.loadtests.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One row of a benchmark's table: throughput of a closed loop, and latencies at a given rate of an
 * open one.
 *
 * @param labels what was measured, by column
 * @param perSecond calls, or what they carry, per second
 * @param openPerSecond rate of the open loop
 * @param p50 milliseconds, from the moment a call was due
 * @param p99 milliseconds, likewise
 */
record Measured(
    Map<String, Object> labels, Spread perSecond, double openPerSecond, Spread p50, Spread p99) {

  Measured {
    labels = new LinkedHashMap<>(labels);
  }

  /** Heads of the columns under which {@link #row} goes. */
  static List<String> header(List<String> labels) {
    List<String> header = new ArrayList<>(labels);
    header.addAll(List.of("per second", "open loop", "p50 ms", "p99 ms"));
    return header;
  }

  List<String> row() {
    List<String> row = new ArrayList<>();
    labels.values().forEach(label -> row.add(String.valueOf(label)));
    row.add(perSecond.text(0));
    row.add(String.format(java.util.Locale.ROOT, "%,.0f/s", openPerSecond));
    row.add(p50.text(1));
    row.add(p99.text(1));
    return row;
  }

  Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>(labels);
    json.put("perSecond", perSecond.json());
    json.put("openPerSecond", openPerSecond);
    json.put("p50Millis", p50.json());
    json.put("p99Millis", p99.json());
    return json;
  }
}

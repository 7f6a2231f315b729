package dev.freshet.loadtests.pipeline;

import dev.freshet.experiments.report.Table;
import dev.freshet.loadtests.bench.Latencies;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a freshness bench found.
 *
 * @param eventsPerSecond acknowledged in the background while it measured
 * @param state event posted to page that knows it, then its parts
 * @param floor bare pass-through; null where no job copies
 * @param weights labelled example to its rows in serving
 */
record Freshness(
    double eventsPerSecond, List<Latencies> state, @Nullable Latencies floor, Latencies weights) {

  Freshness {
    state = List.copyOf(state);
  }

  Table table() {
    return new Table(
        Latencies.HEADER,
        Stream.of(state.stream(), Stream.ofNullable(floor), Stream.of(weights))
            .flatMap(latencies -> latencies)
            .map(Latencies::row)
            .toList());
  }

  /** One line on the background and the ratio to the floor. */
  String summary() {
    String background =
        String.format(Locale.ROOT, "%,.0f events/s in the background", eventsPerSecond);
    if (floor == null) {
      return background + "; no pass-through job runs, so there is no floor to compare with";
    }
    return background
        + String.format(
            Locale.ROOT,
            "; state is %.2fx the bare pass-through at p50, %.2fx at p99",
            state.getFirst().millis(50) / floor.millis(50),
            state.getFirst().millis(99) / floor.millis(99));
  }

  Map<String, @Nullable Object> json() {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("eventsPerSecond", eventsPerSecond);
    json.put("stateMillis", state.getFirst().json());
    json.put("acknowledgedMillis", state.getLast().json());
    json.put("passThroughMillis", floor == null ? null : floor.json());
    json.put("weightMillis", weights.json());
    return json;
  }
}

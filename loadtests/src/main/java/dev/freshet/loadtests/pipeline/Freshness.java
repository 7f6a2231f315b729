package dev.freshet.loadtests.pipeline;

import dev.freshet.experiments.report.Table;
import dev.freshet.loadtests.bench.Latencies;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a freshness bench found.
 *
 * @param eventsPerSecond acknowledged in the background while it measured
 * @param fusions released while it measured
 * @param own event acknowledged by a node, to its next page that knows it
 * @param page one that has to wait for nothing
 * @param acknowledged event posted, to its acknowledgement
 * @param state event written to Kafka, to a page that knows it
 * @param floor bare pass-through; null where no job copies
 * @param weights labelled example to its rows in serving
 */
record Freshness(
    double eventsPerSecond,
    int fusions,
    Latencies own,
    Latencies page,
    Latencies acknowledged,
    Latencies state,
    @Nullable Latencies floor,
    Latencies weights) {

  Table table() {
    return new Table(
        Latencies.HEADER,
        Stream.of(
                Stream.of(own, page, acknowledged, state),
                Stream.ofNullable(floor),
                Stream.of(weights))
            .flatMap(latencies -> latencies)
            .map(Latencies::row)
            .toList());
  }

  /** One line on the background and the ratio to the floor. */
  String summary() {
    String background =
        String.format(
            Locale.ROOT,
            "%,.0f events/s in the background, fusions released: %d",
            eventsPerSecond,
            fusions);
    if (floor == null) {
      return background + "; no pass-through job runs, so there is no floor to compare with";
    }
    return background
        + String.format(
            Locale.ROOT,
            "; of the bare pass-through, own events are %.2fx and state is %.2fx at p50, %.2fx at p99",
            own.millis(50) / floor.millis(50),
            state.millis(50) / floor.millis(50),
            state.millis(99) / floor.millis(99));
  }

  Map<String, @Nullable Object> json() {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("eventsPerSecond", eventsPerSecond);
    json.put("fusions", fusions);
    json.put("ownEventMillis", own.json());
    json.put("pageMillis", page.json());
    json.put("acknowledgedMillis", acknowledged.json());
    json.put("stateMillis", state.json());
    json.put("passThroughMillis", floor == null ? null : floor.json());
    json.put("weightMillis", weights.json());
    return json;
  }
}

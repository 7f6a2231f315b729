package dev.freshet.loadtests.faults.soak;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Memory of one process over a soak, in bytes, a value for each look.
 *
 * @param process its name
 * @param resident what it occupies
 * @param heapUsed of the heap, with what no longer lives; empty where its JVM does not tell
 * @param heapCommitted what the heap occupies; empty likewise
 * @param heapLive what was left of the heap after each full collection that the soak started
 * @param ended whether the process ended before the soak
 */
record MemorySeries(
    String process,
    List<Long> resident,
    List<Long> heapUsed,
    List<Long> heapCommitted,
    List<Long> heapLive,
    boolean ended) {

  static final List<String> HEADER =
      List.of(
          "process",
          "second quarter",
          "last quarter",
          "growth",
          "heap, second quarter",
          "heap, last quarter",
          "living heap");

  /** Growth from the second quarter of the time to the last that still counts as flat. */
  private static final double FLAT = 0.10;

  MemorySeries {
    resident = List.copyOf(resident);
    heapUsed = List.copyOf(heapUsed);
    heapCommitted = List.copyOf(heapCommitted);
    heapLive = List.copyOf(heapLive);
  }

  /** Median resident bytes in the second quarter of the time. */
  long early() {
    return early(resident);
  }

  /** Median resident bytes in the last quarter of the time. */
  long late() {
    return late(resident);
  }

  /** Whether the process went on to the end and occupied at the end what it did early. */
  boolean flat() {
    return !ended && late() <= early() * (1 + FLAT);
  }

  List<String> row() {
    return List.of(
        ended ? process + " (ended)" : process,
        mebibytes(early()),
        mebibytes(late()),
        "%+.1f %%".formatted(100.0 * (late() - early()) / Math.max(1, early())),
        mebibytes(early(heapCommitted)),
        mebibytes(late(heapCommitted)),
        heapLive.stream().map(MemorySeries::mebibytes).collect(Collectors.joining(", ")));
  }

  Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("process", process);
    json.put("earlyBytes", early());
    json.put("lateBytes", late());
    json.put("flat", flat());
    json.put("ended", ended);
    json.put("residentBytes", resident);
    json.put("heapUsedBytes", heapUsed);
    json.put("heapCommittedBytes", heapCommitted);
    json.put("heapLiveBytes", heapLive);
    return json;
  }

  private static long early(List<Long> samples) {
    int quarter = samples.size() / 4;
    return median(samples.subList(quarter, 2 * quarter));
  }

  private static long late(List<Long> samples) {
    return median(samples.subList(samples.size() - samples.size() / 4, samples.size()));
  }

  private static long median(List<Long> samples) {
    return samples.stream().sorted().skip(samples.size() / 2).findFirst().orElse(0L);
  }

  private static String mebibytes(long bytes) {
    return (bytes >> 20) + " MiB";
  }
}

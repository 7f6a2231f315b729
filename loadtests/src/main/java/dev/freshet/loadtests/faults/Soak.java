package dev.freshet.loadtests.faults;

import dev.freshet.loadtests.bench.Background;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Lets the simulated audience go on for long and looks at the memory of each process.
 *
 * @param time how long
 */
record Soak(Background audience, Children children, Duration time) {

  private static final Duration EVERY = Duration.ofSeconds(5);

  /** Growth from the second quarter of the time to the last that still counts as flat. */
  private static final double FLAT = 0.10;

  /**
   * Memory of a process.
   *
   * @param early median resident bytes in the second quarter of the time
   * @param late the same in the last quarter
   */
  record Memory(String process, long early, long late) {

    boolean flat() {
      return late <= early * (1 + FLAT);
    }

    List<String> row() {
      return List.of(
          process,
          (early >> 20) + " MiB",
          (late >> 20) + " MiB",
          "%+.1f %%".formatted(100.0 * (late - early) / Math.max(1, early)));
    }

    Map<String, Object> json() {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("process", process);
      json.put("earlyBytes", early);
      json.put("lateBytes", late);
      json.put("flat", flat());
      return json;
    }
  }

  static final List<String> HEADER = List.of("process", "second quarter", "last quarter", "growth");

  /** Runs it; a process that came or went meanwhile is left out. */
  List<Memory> run() throws InterruptedException {
    Map<String, List<Long>> samples = new TreeMap<>();
    Map<String, Long> pids = children.running();
    long looks = Math.max(4, time.dividedBy(EVERY));
    for (long look = 0; look < looks; look++) {
      audience.last(EVERY);
      pids.forEach(
          (name, pid) ->
              Children.residentBytes(pid)
                  .ifPresent(
                      bytes ->
                          samples.computeIfAbsent(name, each -> new ArrayList<>()).add(bytes)));
    }
    return samples.entrySet().stream()
        .filter(entry -> entry.getValue().size() == looks)
        .map(entry -> memory(entry.getKey(), entry.getValue()))
        .toList();
  }

  static Memory memory(String process, List<Long> samples) {
    int quarter = samples.size() / 4;
    return new Memory(
        process,
        median(samples.subList(quarter, 2 * quarter)),
        median(samples.subList(samples.size() - quarter, samples.size())));
  }

  private static long median(List<Long> samples) {
    return samples.stream().sorted().skip(samples.size() / 2).findFirst().orElseThrow();
  }
}

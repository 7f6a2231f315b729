package dev.freshet.loadtests.bench;

import dev.freshet.experiments.report.OutputFile;
import dev.freshet.experiments.report.Table;
import dev.freshet.loadtests.audience.AudienceConfig;
import dev.freshet.loadtests.http.Connections;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Pages per second and how long a page takes, by number of candidates and clients, with and without
 * events in the background. The floor is the look-up of one video, which goes the same way through
 * keys, limits and JSON and makes no page. (A liveness check is no floor: it looks for deadlocked
 * threads, for which the JVM stops all of them.)
 */
@Command(
    name = "serve",
    description = "Pages per second and their latency.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
public final class ServeCommand implements Callable<Integer> {

  /** Until the compilers are done with the path of a page, beside the events. */
  private static final Duration WARM_UP = Duration.ofSeconds(45);

  private static final int WARM_UP_CLIENTS = 4;

  /** A prime that divides no number of users or videos. */
  private static final long STRIDE = 7919;

  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final List<String> LABELS = List.of("events/s", "candidates", "clients");

  @Option(names = "--url", description = "Base of the HTTP API.")
  private URI url = URI.create("http://127.0.0.1:8080");

  @Option(names = "--bootstrap", hidden = true)
  @SuppressWarnings("UnusedVariable") // every bench is told; this one asks the API alone
  private @Nullable String bootstrap;

  @Option(names = "--rate", description = "Events per second, in the background and to learn from.")
  private double rate = 500;

  @Option(names = "--warm-up", description = "Seconds of the background before measuring.")
  private long warmUpSeconds = 60;

  @Option(names = "--seconds", description = "Seconds of each loop.")
  private long seconds = 3;

  @Option(names = "--rounds", description = "Closed and open loops of each row.")
  private int rounds = 3;

  @Option(names = "--candidates", split = ",", description = "Candidates of a page.")
  private List<Integer> candidates = List.of(25, 100, 300);

  @Option(names = "--clients", split = ",", description = "Requests at a time.")
  private List<Integer> clients = List.of(1, 4, 16);

  @Option(names = "--count", description = "Videos of a page.")
  private int count = 20;

  @Option(names = "--open-share", description = "Rate of the open loop, of the closed one's.")
  private double share = 0.5;

  @Option(names = "--json", description = "Write the result here.")
  private @Nullable Path json;

  private final LongAdder pages = new LongAdder();
  private final LongAdder fallbacks = new LongAdder();

  @Override
  public Integer call() throws InterruptedException {
    List<Measured> measured = new ArrayList<>();
    try (Connections server = new Connections(url, TIMEOUT)) {
      try (Background background = new Background(url, rate)) {
        System.out.printf("Learning for %d s at %.0f events/s%n", warmUpSeconds, rate);
        background.last(Duration.ofSeconds(warmUpSeconds));
        new Load(WARM_UP_CLIENTS, WARM_UP)
            .closed(number -> page(server, candidates.getLast(), number));
        measure(server, rate, measured);
      }
      measure(server, 0, measured);
    }
    System.out.print(
        new Table(Measured.header(LABELS), measured.stream().map(Measured::row).toList()).text());
    System.out.printf(
        "%,d pages, of which %,d fell back%n", pages.longValue(), fallbacks.longValue());
    if (json != null) {
      OutputFile.writeJson(
          json,
          Map.of(
              "rows",
              measured.stream().map(Measured::json).toList(),
              "pages",
              pages.longValue(),
              "fallbacks",
              fallbacks.longValue()));
    }
    return 0;
  }

  private void measure(Connections server, double eventsPerSecond, List<Measured> measured)
      throws InterruptedException {
    Rounds how = new Rounds(rounds, Duration.ofSeconds(seconds), share);
    for (int atOnce : clients) {
      for (int pool : candidates) {
        add(
            measured,
            how.of(
                labels(eventsPerSecond, Integer.toString(pool), atOnce),
                atOnce,
                1,
                Double.MAX_VALUE,
                number -> page(server, pool, number)));
      }
      add(
          measured,
          how.of(
              labels(eventsPerSecond, "no page", atOnce),
              atOnce,
              1,
              Double.MAX_VALUE,
              number -> lookUp(server, number)));
    }
  }

  private static void add(List<Measured> measured, Measured row) {
    measured.add(row);
    System.out.println("  " + String.join("  ", row.row()));
  }

  private static Map<String, Object> labels(double eventsPerSecond, String pool, int atOnce) {
    Map<String, Object> labels = new LinkedHashMap<>();
    labels.put("events/s", Math.round(eventsPerSecond));
    labels.put("candidates", pool);
    labels.put("clients", atOnce);
    return labels;
  }

  private static void lookUp(Connections server, long number) {
    server.get("/v1/videos/v" + turn(number, AudienceConfig.standard().videos())).require(200);
  }

  /** All of {@code count} in turn, as a stride that meets everyone. */
  private static long turn(long number, int count) {
    return Math.floorMod(number * STRIDE, (long) count);
  }

  private void page(Connections server, int pool, long number) {
    long user = turn(number, AudienceConfig.standard().users());
    Connections.Answer answer =
        server
            .get(
                "/v1/users/user-%d/recommendations?count=%d&candidates=%d"
                    .formatted(user, count, pool))
            .require(200);
    pages.increment();
    if (!answer.body().contains("\"fallback\":null")) {
      fallbacks.increment();
    }
  }
}

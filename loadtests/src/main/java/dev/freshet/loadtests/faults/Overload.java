package dev.freshet.loadtests.faults;

import dev.freshet.loadtests.bench.Latencies;
import dev.freshet.loadtests.bench.Load;
import dev.freshet.loadtests.faults.process.Children;
import dev.freshet.loadtests.faults.process.MemoryWatch;
import dev.freshet.loadtests.faults.traffic.Answers;
import dev.freshet.loadtests.faults.traffic.Feed;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;

/**
 * Asks for twice as many pages as the node answers in a closed loop.
 *
 * @param feed asked for pages
 * @param answers of the feed
 */
record Overload(Feed feed, Answers answers, Children children, Recovery recovery) {

  private static final int FEW = 8;
  private static final int MANY = 128;
  private static final double TIMES = 2;
  private static final Duration MEASURE = Duration.ofSeconds(8);
  private static final Duration OVERLOAD = Duration.ofSeconds(15);
  private static final int USERS = 200;

  /**
   * Runs it.
   *
   * @param prefix of the users; no other run has the same
   */
  OverloadResult run(String prefix) throws InterruptedException {
    new Load(FEW, MEASURE).closed(number -> ask(prefix, number)); // warms up
    double capacity = new Load(FEW, MEASURE).closed(number -> ask(prefix, number)).perSecond();
    Answers.Counts before = answers.counts();
    Latencies latencies = new Latencies("answer");
    Latencies making = new Latencies("made in");
    try (var memory = new MemoryWatch(children, "serving")) {
      double offered = TIMES * capacity;
      new Load(MANY, OVERLOAD)
          .open(
              offered,
              number -> {
                long start = System.nanoTime();
                ask(prefix, number)
                    .filter(page -> page.status() == 200) // others say no time
                    .map(Feed.Seen::madeInMicros)
                    .ifPresent(micros -> making.add(Duration.of(micros, ChronoUnit.MICROS)));
                latencies.add(Duration.ofNanos(System.nanoTime() - start));
              });
      Answers.Counts counts = answers.counts().since(before);
      long end = System.nanoTime();
      boolean recovered = recovery.await(prefix + "-fresh", Map.of());
      return new OverloadResult(
          capacity,
          offered,
          counts,
          latencies.millis(50),
          latencies.millis(99),
          making.millis(50),
          making.millis(99),
          memory.first(),
          memory.greatest(),
          memory.now(),
          recovered ? Duration.ofNanos(System.nanoTime() - end) : null);
    }
  }

  private Optional<Feed.Seen> ask(String prefix, long number) {
    return feed.page(prefix + "-" + number % USERS);
  }
}

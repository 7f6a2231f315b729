package dev.freshet.loadtests.pipeline;

import dev.freshet.loadtests.bench.Latencies;
import dev.freshet.loadtests.http.ClientEvent;
import dev.freshet.loadtests.http.FeedClient;
import dev.freshet.loadtests.http.Page;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * From the moment an event is posted to the moment a page of its user has come that knows it. The
 * page is asked for as soon as the event is acknowledged, and again until one knows it.
 */
final class StateFreshness implements Probe {

  private static final int USERS = 20;
  private static final Duration PAUSE = Duration.ofMillis(40);
  private static final Duration GIVE_UP = Duration.ofSeconds(20);
  private static final int PAGE = 10;

  private final FeedClient client;
  private final String run;
  private final String video;
  private final Latencies known = new Latencies("event posted, to a page that knows it");
  private final Latencies acknowledged = new Latencies("  of which until acknowledged");
  private final long[] versions = new long[USERS];
  private volatile boolean closed;

  /**
   * @param run prefix of users and events; differs from run to run
   * @param video a video of the catalogue
   */
  StateFreshness(FeedClient client, String run, String video) {
    this.client = client;
    this.run = run;
    this.video = video;
  }

  @Override
  public void run() throws InterruptedException {
    for (int probe = 0; !closed; probe++) {
      probe(probe % USERS, probe);
      TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
    }
  }

  private void probe(int user, int number) {
    String name = run + "-probe-" + user;
    var event =
        new ClientEvent(
            name + "-" + number,
            null,
            name,
            video,
            "IMPRESSION",
            System.currentTimeMillis(),
            null,
            null,
            0,
            "main",
            "phone");
    long wanted = ++versions[user];
    long start = System.nanoTime();
    client.send(List.of(event));
    acknowledged.add(Duration.ofNanos(System.nanoTime() - start));
    Duration took;
    Page page;
    do {
      page = client.page(name, PAGE, "main", "personalised");
      took = Duration.ofNanos(System.nanoTime() - start);
    } while (page.knows().stateVersion() < wanted && took.compareTo(GIVE_UP) < 0 && !closed);
    if (page.knows().stateVersion() >= wanted || !closed) {
      known.add(took);
    }
  }

  List<Latencies> latencies() {
    return List.of(known, acknowledged);
  }

  Latencies known() {
    return known;
  }

  @Override
  public void close() {
    closed = true;
  }
}

package dev.freshet.loadtests.pipeline;

import dev.freshet.loadtests.bench.Latencies;
import dev.freshet.loadtests.http.ClientEvent;
import dev.freshet.loadtests.http.FeedClient;
import dev.freshet.loadtests.http.Page;
import dev.freshet.schemas.event.EventKind;
import dev.freshet.schemas.event.FeedbackEvent;
import dev.freshet.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * From an event to a page of its user that knows it, asked for again and again until one does. By
 * turns through the node that makes the pages, which counts its own events at once, and as if
 * through another node: the event is written to Kafka, and the pages wait for the state.
 */
final class StateFreshness implements Probe {

  private static final int USERS = 20;
  private static final Duration PAUSE = Duration.ofMillis(40);
  private static final Duration GIVE_UP = Duration.ofSeconds(20);
  private static final int PAGE = 10;

  /** Of the row of {@code bench serve} that has targets: what is measured is news, not ranking. */
  private static final int CANDIDATES = 100;

  private final FeedClient client;
  private final Producer<byte[], byte[]> producer;
  private final String run;
  private final String video;
  private final Latencies other = new Latencies("event of another node, to a page that knows it");
  private final Latencies own = new Latencies("own event, to the page");
  private final Latencies pages = new Latencies("a page without news");
  private final Latencies acknowledged = new Latencies("own event, until acknowledged");
  private final long[] versions = new long[2 * USERS];
  private volatile boolean closed;

  /**
   * @param producer sends at once and waits for all replicas
   * @param run prefix of users and events; differs from run to run
   * @param video a video of the catalogue
   */
  StateFreshness(FeedClient client, Producer<byte[], byte[]> producer, String run, String video) {
    this.client = client;
    this.producer = producer;
    this.run = run;
    this.video = video;
  }

  @Override
  public void run() throws InterruptedException {
    for (int probe = 0; !closed; probe++) {
      int user = probe % versions.length;
      if (user % 2 == 0) {
        own(user, probe);
      } else {
        other(user, probe);
      }
      TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
    }
  }

  /** From the acknowledgement to the page. */
  private void own(int user, int number) {
    String name = name(user);
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
    long posted = System.nanoTime();
    client.send(List.of(event));
    long start = System.nanoTime();
    acknowledged.add(Duration.ofNanos(start - posted));
    awaitPage(user, start, own);
    long again = System.nanoTime();
    client.page(name(user), PAGE, CANDIDATES);
    pages.add(Duration.ofNanos(System.nanoTime() - again));
  }

  /** From the write to the page. */
  private void other(int user, int number) {
    String name = name(user);
    FeedbackEvent event =
        FeedbackEvent.newBuilder()
            .setEventId(name + "-" + number)
            .setUser(name)
            .setVideo(video)
            .setKind(EventKind.IMPRESSION)
            .setOccurredAt(Instant.ofEpochMilli(System.currentTimeMillis()))
            .build();
    byte[] value =
        Topics.FEEDBACK_EVENTS
            .valueSerde()
            .serializer()
            .serialize(Topics.FEEDBACK_EVENTS.name(), event);
    long start = System.nanoTime();
    var unused =
        producer.send(
            new ProducerRecord<>(
                Topics.FEEDBACK_EVENTS.name(), name.getBytes(StandardCharsets.UTF_8), value));
    awaitPage(user, start, other);
  }

  private void awaitPage(int user, long start, Latencies into) {
    long wanted = ++versions[user];
    Duration took;
    Page page;
    do {
      page = client.page(name(user), PAGE, CANDIDATES);
      took = Duration.ofNanos(System.nanoTime() - start);
    } while (page.knows().stateVersion() < wanted && took.compareTo(GIVE_UP) < 0 && !closed);
    if (page.knows().stateVersion() >= wanted || !closed) {
      into.add(took);
    }
  }

  private String name(int user) {
    return run + "-probe-" + user;
  }

  Latencies other() {
    return other;
  }

  Latencies own() {
    return own;
  }

  /** What a page takes that has to wait for nothing. */
  Latencies pages() {
    return pages;
  }

  Latencies acknowledged() {
    return acknowledged;
  }

  @Override
  public void close() {
    closed = true;
  }
}

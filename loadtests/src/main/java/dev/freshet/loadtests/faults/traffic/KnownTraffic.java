package dev.freshet.loadtests.faults.traffic;

import dev.freshet.loadtests.http.ClientEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Users who look at two videos at a time, watch them and like them, and whose every event is sent
 * with the same id until it is acknowledged. A user's next events wait for that, so the order in
 * which they arrive is known. They look at a surface of their own, so its ranking is known as well.
 */
public final class KnownTraffic {

  private static final int SENDERS = 4;
  private static final int USERS_PER_SENDER = 10;

  /** Of a batch: three of each of two videos. */
  private static final int EVENTS = 6;

  /** No more than a ranking holds. */
  private static final int VIDEOS = 90;

  private static final Duration PAUSE = Duration.ofMillis(150);
  private static final Duration LENGTH = Duration.ofSeconds(20);

  /** Longer than any fault with the restarts that follow. */
  private static final Duration PATIENCE = Duration.ofMinutes(15);

  private final Feed feed;
  private final String prefix;
  private final Ledger ledger = new Ledger();
  private final ExecutorService threads = Executors.newFixedThreadPool(SENDERS);
  private final List<Future<?>> senders = new ArrayList<>();
  private volatile boolean stopped;

  /**
   * @param prefix of users and events, and name of the surface; no other traffic has the same
   */
  public KnownTraffic(Feed feed, String prefix) {
    this.feed = feed;
    this.prefix = prefix;
  }

  /** Begins to send, 160 events a second while nothing is in the way. */
  public void start() {
    for (int sender = 0; sender < SENDERS; sender++) {
      int number = sender;
      senders.add(
          threads.submit(
              () -> {
                send(number);
                return null;
              }));
    }
  }

  private @Nullable Void send(int sender) throws InterruptedException {
    for (int turn = 0; !stopped; turn++) {
      int user = sender * USERS_PER_SENDER + turn % USERS_PER_SENDER;
      List<ClientEvent> batch = batch(user, turn / USERS_PER_SENDER);
      feed.send(batch, PATIENCE);
      ledger.acknowledged(batch);
      TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
    }
    return null;
  }

  private List<ClientEvent> batch(int user, int turn) {
    List<ClientEvent> batch = new ArrayList<>();
    // none later than its arrival, which the jobs would count instead
    long first = System.currentTimeMillis() - EVENTS;
    for (int i = 0; i < 2; i++) {
      String video = "v" + (user * 31 + turn * 2 + i) % VIDEOS;
      for (String kind : List.of("IMPRESSION", "WATCH", "LIKE")) {
        batch.add(event(user, turn, batch.size(), kind, video, first + batch.size()));
      }
    }
    return batch;
  }

  private ClientEvent event(int user, int turn, int number, String kind, String video, long at) {
    boolean watch = kind.equals("WATCH");
    String name = prefix + "-" + user;
    return new ClientEvent(
        "%s-%d-%d".formatted(name, turn, number),
        null,
        name,
        video,
        kind,
        at,
        watch ? (long) (turn % 2 == 0 ? 19_000 : 2_000) : null,
        LENGTH.toMillis(),
        kind.equals("IMPRESSION") ? number : null,
        prefix,
        "phone");
  }

  /** What has been acknowledged. */
  public Ledger ledger() {
    return ledger;
  }

  /** Stops when everything sent is acknowledged; throws what a sender threw. */
  public Ledger finish() throws InterruptedException {
    stopped = true;
    threads.shutdown();
    for (Future<?> sender : senders) {
      try {
        sender.get();
      } catch (ExecutionException e) {
        throw new IllegalStateException("the traffic failed: " + e.getCause(), e.getCause());
      }
    }
    return ledger;
  }
}

package dev.freshet.loadtests.faults;

import dev.freshet.loadtests.faults.process.Children;
import dev.freshet.loadtests.faults.traffic.Feed;
import dev.freshet.loadtests.http.ClientEvent;
import dev.freshet.loadtests.http.Connections;
import dev.freshet.loadtests.http.UnavailableException;
import dev.freshet.schemas.feature.UserState;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Says when the system is itself again: every process that was killed runs again, the topologies
 * process records, an event sent since the fault is known to a page of each node, and that page has
 * no fallback that pages did not have before.
 */
final class Recovery implements AutoCloseable {

  private static final Duration LOOK = Duration.ofMillis(100);
  private static final Duration STREAMS_TIMEOUT = Duration.ofSeconds(2);

  private final Feed feed;
  private final Children children;
  private final Connections streams;
  private final Duration patience;
  private final Set<String> usualFallbacks = ConcurrentHashMap.newKeySet();

  /**
   * @param streams base of the topologies' health
   * @param patience after which a system is given up
   */
  Recovery(Feed feed, Children children, URI streams, Duration patience) {
    this.feed = feed;
    this.children = children;
    this.streams = new Connections(streams, STREAMS_TIMEOUT);
    this.patience = patience;
  }

  /** Waits for a first page without a fallback; one that stays is usual here. */
  void awaitUsual(Duration atMost) throws InterruptedException {
    long end = System.nanoTime() + atMost.toNanos();
    Optional<Feed.Seen> page = feed.page("a-reader");
    while (page.filter(Recovery::isPersonal).isEmpty() && System.nanoTime() < end) {
      TimeUnit.MILLISECONDS.sleep(LOOK.toMillis());
      page = feed.page("a-reader");
    }
    page.map(Feed.Seen::fallback).ifPresent(usualFallbacks::add);
  }

  private static boolean isPersonal(Feed.Seen page) {
    return page.status() == 200 && page.fallback() == null;
  }

  /**
   * Waits until the system is itself again.
   *
   * @param user who has never sent an event
   * @param killed ids of the processes that were killed, by name
   * @return whether it came to that in time
   */
  boolean await(String user, Map<String, Long> killed) throws InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    feed.send(List.of(fresh(user)), patience);
    while (!(backAgain(killed) && streamsRun() && known(user))) {
      if (System.nanoTime() > end) {
        return false;
      }
      TimeUnit.MILLISECONDS.sleep(LOOK.toMillis());
    }
    return true;
  }

  /**
   * Waits until the pages of each node count every event that a user of {@code acknowledged} had
   * sent.
   *
   * @return whether it came to that in time
   */
  boolean awaitCounted(Map<String, UserState> acknowledged) throws InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    for (Map.Entry<String, UserState> user : acknowledged.entrySet()) {
      while (!counts(user.getKey(), user.getValue().getEvents())) {
        if (System.nanoTime() > end) {
          return false;
        }
        TimeUnit.MILLISECONDS.sleep(LOOK.toMillis());
      }
    }
    return true;
  }

  private boolean counts(String user, long events) {
    return feed.pageOfEach(user).stream()
        .allMatch(page -> page.filter(seen -> seen.stateVersion() >= events).isPresent());
  }

  private boolean backAgain(Map<String, Long> killed) {
    Map<String, Long> running = children.running();
    return killed.entrySet().stream()
        .allMatch(
            process -> {
              Long now = running.get(process.getKey());
              return now != null && !now.equals(process.getValue());
            });
  }

  private boolean streamsRun() {
    try {
      return streams.get("/health").status() == 200;
    } catch (UnavailableException e) {
      return false;
    }
  }

  private boolean known(String user) {
    return feed.pageOfEach(user).stream()
        .allMatch(page -> page.filter(this::isAsUsual).isPresent());
  }

  private boolean isAsUsual(Feed.Seen page) {
    return page.status() == 200
        && page.stateVersion() >= 1
        && (page.fallback() == null || usualFallbacks.contains(page.fallback()));
  }

  private static ClientEvent fresh(String user) {
    return new ClientEvent(
        user + "-0",
        null,
        user,
        "v0",
        "IMPRESSION",
        System.currentTimeMillis(),
        null,
        null,
        0,
        "main",
        "phone");
  }

  @Override
  public void close() {
    streams.close();
  }
}

package dev.freshet.loadtests.faults.traffic;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Asks for pages all the time, so that none that fails goes unseen. Closing ends it. */
public final class PageProbe implements AutoCloseable {

  private static final Duration PAUSE = Duration.ofMillis(50);

  private final Thread thread;

  public PageProbe(Feed feed, String prefix) {
    thread =
        Thread.ofPlatform().daemon().name("page-probe").start(() -> askUntilClosed(feed, prefix));
  }

  private static void askUntilClosed(Feed feed, String prefix) {
    try {
      for (int turn = 0; !Thread.currentThread().isInterrupted(); turn++) {
        feed.page(prefix + "-" + turn % 40);
        TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // closed
    }
  }

  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

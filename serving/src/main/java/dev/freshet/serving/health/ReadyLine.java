package dev.freshet.serving.health;

import dev.freshet.serving.store.FeedProgress;
import io.micronaut.context.annotation.Requires;
import io.micronaut.runtime.event.annotation.EventListener;
import io.micronaut.runtime.server.event.ServerStartupEvent;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Prints {@code READY serving} once the server listens and the local copies have caught up. */
@Singleton
@Requires(property = "freshet.kafka.follow", notEquals = "false")
class ReadyLine {

  private static final long LOOK_MILLIS = 20;

  private final FeedProgress progress;
  private final CountDownLatch stopped = new CountDownLatch(1);

  ReadyLine(FeedProgress progress) {
    this.progress = progress;
  }

  @EventListener
  void started(ServerStartupEvent event) {
    Thread.ofPlatform().daemon().name("ready-line").start(this::watch);
  }

  @SuppressWarnings("SystemOut") // the launcher reads it from standard output
  private void watch() {
    try {
      while (!stopped.await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
        if (progress.caughtUp()) {
          System.out.println("READY serving");
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @PreDestroy
  void stop() {
    stopped.countDown();
  }
}

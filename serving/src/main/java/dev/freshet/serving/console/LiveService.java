package dev.freshet.serving.console;

import io.micronaut.http.sse.Event;
import io.micronaut.serde.ObjectMapper;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.BufferOverflowStrategy;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;

/**
 * Sends pulses to all who watch. The first watcher starts the work behind them, and it ends a while
 * after the last one has left, so that a console nobody looks at costs nothing.
 */
@Singleton
class LiveService {

  private static final Logger LOG = LoggerFactory.getLogger(LiveService.class);
  private static final int WAITING_EVENTS = 16;

  private final Observations observations;
  private final ConsoleConfig config;
  private final Clock clock;
  private final ObjectMapper json;
  private final CountDownLatch stopped = new CountDownLatch(1);

  /** Who watches, and whether they have been told what came before. */
  private final Map<FluxSink<Event<String>>, Boolean> watchers = new LinkedHashMap<>();

  private @Nullable Thread thread;
  private Instant lastWatched = Instant.EPOCH;

  LiveService(Observations observations, ConsoleConfig config, Clock clock, ObjectMapper json) {
    this.observations = observations;
    this.config = config;
    this.clock = clock;
    this.json = json;
  }

  /** The stream of one more watcher; one who reads too slowly misses the oldest events. */
  Publisher<Event<String>> watch() {
    return Flux.<Event<String>>create(
            sink -> {
              sink.onDispose(() -> leave(sink));
              enter(sink);
            },
            FluxSink.OverflowStrategy.IGNORE)
        .onBackpressureBuffer(WAITING_EVENTS, BufferOverflowStrategy.DROP_OLDEST);
  }

  private synchronized void enter(FluxSink<Event<String>> sink) {
    watchers.put(sink, false);
    if (thread == null) {
      thread = Thread.ofPlatform().daemon().name("console-pulse").start(this::run);
    }
  }

  private synchronized void leave(FluxSink<Event<String>> sink) {
    watchers.remove(sink);
  }

  private void run() {
    try (Observations.Session session = observations.open()) {
      // the past first, so that the first curves have one
      boolean read = session.awaitPast(config.interval().multipliedBy(5));
      LOG.atDebug().setMessage("somebody watches").addKeyValue("past", read).log();
      while (stopped.getCount() > 0 && wanted()) {
        beat(session);
        boolean ended = stopped.await(config.interval().toMillis(), TimeUnit.MILLISECONDS);
        LOG.atTrace().setMessage("beat").addKeyValue("ended", ended).log();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      end();
    }
  }

  private void beat(Observations.Session session) {
    Event<String> pulse = event("pulse", session.pulse());
    boolean newcomers;
    synchronized (this) {
      newcomers = watchers.containsValue(false);
    }
    Event<String> history = newcomers ? event("history", session.history(clock.instant())) : pulse;
    synchronized (this) {
      watchers.forEach(
          (watcher, told) -> {
            if (!told) {
              watcher.next(history);
            }
            watcher.next(pulse);
          });
      watchers.replaceAll((watcher, told) -> true);
    }
  }

  private synchronized boolean wanted() {
    Instant now = clock.instant();
    if (!watchers.isEmpty()) {
      lastWatched = now;
    }
    if (Duration.between(lastWatched, now).compareTo(config.linger()) < 0) {
      return true;
    }
    thread = null; // whoever comes from now on starts afresh
    return false;
  }

  private synchronized void end() {
    if (Thread.currentThread().equals(thread)) {
      thread = null;
      watchers.keySet().forEach(FluxSink::complete);
    }
  }

  private Event<String> event(String name, Object data) {
    try {
      return Event.of(json.writeValueAsString(data)).name(name);
    } catch (IOException e) {
      throw new UncheckedIOException("writing a " + name, e);
    }
  }

  @PreDestroy
  void stop() throws InterruptedException {
    stopped.countDown();
    Thread current;
    synchronized (this) {
      current = thread;
    }
    if (current != null) {
      current.join(2_000);
    }
  }
}

package dev.freshet.serving.trending;

import dev.freshet.models.Catalogue;
import dev.freshet.models.history.LongView;
import dev.freshet.schemas.event.FeedbackEvent;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * How long a long view that this node has acknowledged waits for a window that can hold it. A
 * topology that works publishes one at once, as the last hop of such a window has begun.
 */
@Singleton
public final class TrendingDelay {

  private final TrendingStore trending;
  private final Catalogue catalogue;
  private final Clock clock;
  private final AtomicReference<@Nullable Waiting> waiting = new AtomicReference<>();

  /** A long view of event time {@code watchedAt}, acknowledged at {@code since}. */
  private record Waiting(Instant watchedAt, Instant since) {}

  /** Nothing waits. */
  TrendingDelay(TrendingStore trending, Catalogue catalogue, Clock clock, MeterRegistry meters) {
    this.trending = trending;
    this.catalogue = catalogue;
    this.clock = clock;
    TimeGauge.builder(
            "freshet.serving.trending.delay",
            this,
            TimeUnit.MILLISECONDS,
            delay -> delay.delay().toMillis())
        .description("time that an acknowledged long view waits for a window of trending")
        .register(meters);
  }

  /** Kafka has acknowledged these events. */
  public void acknowledged(Collection<FeedbackEvent> events) {
    if (isWaiting()) {
      return;
    }
    Instant now = clock.instant();
    events.stream()
        .filter(this::counts)
        .map(FeedbackEvent::getOccurredAt)
        .map(at -> at.isAfter(now) ? now : at)
        .filter(at -> !at.isBefore(trending.newestEnd()))
        .findFirst()
        .ifPresent(at -> waiting.set(new Waiting(at, now)));
  }

  /** Zero where nothing waits. */
  public Duration delay() {
    Waiting first = waiting.get();
    return first == null || !isWaiting()
        ? Duration.ZERO
        : Duration.between(first.since(), clock.instant());
  }

  private boolean isWaiting() {
    Waiting first = waiting.get();
    if (first != null && trending.newestEnd().isAfter(first.watchedAt())) {
      waiting.compareAndSet(first, null);
      return false;
    }
    return first != null;
  }

  /**
   * Whether the topology must count it; it does not count what is not in the catalogue any more.
   */
  private boolean counts(FeedbackEvent event) {
    return LongView.in(event) && catalogue.video(event.getVideo()) != null;
  }
}

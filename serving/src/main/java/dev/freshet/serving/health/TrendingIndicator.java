package dev.freshet.serving.health;

import dev.freshet.serving.trending.TrendingDelay;
import io.micronaut.core.async.publisher.Publishers;
import io.micronaut.health.HealthStatus;
import io.micronaut.management.health.indicator.HealthIndicator;
import io.micronaut.management.health.indicator.HealthResult;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import org.reactivestreams.Publisher;

/**
 * Says where trending has stalled: long views wait for a window for longer than {@link #ALLOWED}.
 * The node stays ready, since its pages lack nothing but news of what is trending.
 */
@Singleton
class TrendingIndicator implements HealthIndicator {

  static final Duration ALLOWED = Duration.ofMinutes(1);

  private final TrendingDelay delay;

  TrendingIndicator(TrendingDelay delay) {
    this.delay = delay;
  }

  @Override
  public Publisher<HealthResult> getResult() {
    Duration now = delay.delay();
    return Publishers.just(
        HealthResult.builder("trending", status(now))
            .details(Map.of("delaySeconds", now.toSeconds()))
            .build());
  }

  static HealthStatus status(Duration delay) {
    return delay.compareTo(ALLOWED) > 0 ? HealthStatus.DOWN : HealthStatus.UP;
  }
}

package dev.freshet.serving.health;

import dev.freshet.serving.users.OwnEvents;
import io.micronaut.core.async.publisher.Publishers;
import io.micronaut.health.HealthStatus;
import io.micronaut.management.health.indicator.HealthIndicator;
import io.micronaut.management.health.indicator.HealthResult;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import org.reactivestreams.Publisher;

/**
 * Says where states have stopped to come: the features job is down, or restarts in a circle, while
 * this node acknowledges events. The node stays ready: its pages count its own events meanwhile.
 */
@Singleton
class StatesIndicator implements HealthIndicator {

  static final Duration ALLOWED = Duration.ofSeconds(30);

  private final OwnEvents own;

  StatesIndicator(OwnEvents own) {
    this.own = own;
  }

  @Override
  public Publisher<HealthResult> getResult() {
    Duration silence = own.silence();
    return Publishers.just(
        HealthResult.builder("states", status(silence))
            .details(Map.of("silentSeconds", silence.toSeconds()))
            .build());
  }

  static HealthStatus status(Duration silence) {
    return silence.compareTo(ALLOWED) > 0 ? HealthStatus.DOWN : HealthStatus.UP;
  }
}

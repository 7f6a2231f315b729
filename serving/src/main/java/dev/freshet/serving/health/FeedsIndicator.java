package dev.freshet.serving.health;

import dev.freshet.serving.store.FeedProgress;
import io.micronaut.core.async.publisher.Publishers;
import io.micronaut.health.HealthStatus;
import io.micronaut.management.health.indicator.HealthIndicator;
import io.micronaut.management.health.indicator.HealthResult;
import io.micronaut.management.health.indicator.annotation.Readiness;
import jakarta.inject.Singleton;
import org.reactivestreams.Publisher;

/** Ready once the local copies hold all that lay in the topics when the node started. */
@Readiness
@Singleton
class FeedsIndicator implements HealthIndicator {

  private final FeedProgress progress;

  FeedsIndicator(FeedProgress progress) {
    this.progress = progress;
  }

  @Override
  public Publisher<HealthResult> getResult() {
    return Publishers.just(
        HealthResult.builder("topics", progress.caughtUp() ? HealthStatus.UP : HealthStatus.DOWN)
            .details(progress.lags())
            .build());
  }
}

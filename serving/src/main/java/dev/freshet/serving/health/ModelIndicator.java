package dev.freshet.serving.health;

import dev.freshet.serving.model.ModelRoom;
import dev.freshet.serving.model.ServingModel;
import io.micronaut.core.async.publisher.Publishers;
import io.micronaut.health.HealthStatus;
import io.micronaut.management.health.indicator.HealthIndicator;
import io.micronaut.management.health.indicator.HealthResult;
import io.micronaut.management.health.indicator.annotation.Readiness;
import jakarta.inject.Singleton;
import java.util.Map;
import org.reactivestreams.Publisher;

/** Says which release serves. Without one the node is still up: its pages fall back. */
@Readiness
@Singleton
class ModelIndicator implements HealthIndicator {

  private final ModelRoom room;

  ModelIndicator(ModelRoom room) {
    this.room = room;
  }

  @Override
  public Publisher<HealthResult> getResult() {
    Map<String, Object> details =
        room.enter().map(ModelIndicator::details).orElse(Map.of("release", "none yet"));
    return Publishers.just(HealthResult.builder("model", HealthStatus.UP).details(details).build());
  }

  private static Map<String, Object> details(ServingModel entered) {
    try (entered) {
      return Map.of(
          "generation", entered.id().generation(),
          "step", entered.id().step(),
          "learnedUpTo", entered.learnedUpTo().toString(),
          "videos", entered.index().size());
    }
  }
}

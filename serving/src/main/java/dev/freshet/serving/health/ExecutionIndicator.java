package dev.freshet.serving.health;

import dev.freshet.models.net.onnx.OnnxRuntime;
import io.micronaut.core.async.publisher.Publishers;
import io.micronaut.health.HealthStatus;
import io.micronaut.management.health.indicator.HealthIndicator;
import io.micronaut.management.health.indicator.HealthResult;
import io.micronaut.management.health.indicator.annotation.Readiness;
import jakarta.inject.Singleton;
import java.util.Map;
import org.reactivestreams.Publisher;

/** Says where networks run, and where they should. On the CPU the node is up, only slower. */
@Readiness
@Singleton
class ExecutionIndicator implements HealthIndicator {

  private final OnnxRuntime runtime;

  ExecutionIndicator(OnnxRuntime runtime) {
    this.runtime = runtime;
  }

  @Override
  public Publisher<HealthResult> getResult() {
    return Publishers.just(
        HealthResult.builder("execution", HealthStatus.UP).details(details(runtime)).build());
  }

  static Map<String, String> details(OnnxRuntime runtime) {
    return Map.of("provider", runtime.provider().toString(), "asked", runtime.asked().toString());
  }
}

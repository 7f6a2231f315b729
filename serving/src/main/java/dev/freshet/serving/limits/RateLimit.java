package dev.freshet.serving.limits;

import dev.freshet.serving.problem.Problem;
import dev.freshet.serving.problem.ProblemType;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.http.filter.ServerFilterPhase;
import io.micronaut.security.annotation.Secured;
import io.micronaut.web.router.RouteAttributes;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Sends a caller away who asks too often: each key or, without one, each address has a bucket of
 * its own. Routes for which nobody needs a role, such as those of health, are free.
 */
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
class RateLimit implements Ordered {

  private final LimitsConfig config;
  private final Counter limited;
  private final TokenBuckets buckets;

  RateLimit(LimitsConfig config, MeterRegistry meters) {
    this.config = config;
    this.limited = meters.counter("freshet.serving.requests.limited");
    this.buckets = new TokenBuckets(config.requestsPerSecond(), config.burst(), config.callers());
  }

  /** Says when to come back, or nothing; after it is known who asks. */
  @RequestFilter
  @Nullable HttpResponse<?> check(HttpRequest<?> request) {
    if (!RouteAttributes.getRouteMatch(request)
        .filter(match -> match.getRouteInfo().getAnnotationMetadata().hasAnnotation(Secured.class))
        .isPresent()) {
      return null;
    }
    Duration wait = buckets.take(Callers.name(request), System.nanoTime());
    if (wait.isZero()) {
      return null;
    }
    limited.increment();
    return Problem.of(
            ProblemType.TOO_MANY_REQUESTS,
            "More than %d requests per second, and %d at once, are not taken from one caller"
                .formatted(config.requestsPerSecond(), config.burst()))
        .toResponse(wait);
  }

  @Override
  public int getOrder() {
    return ServerFilterPhase.SECURITY.after();
  }
}

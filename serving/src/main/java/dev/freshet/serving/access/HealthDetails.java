package dev.freshet.serving.access;

import io.micronaut.context.annotation.Replaces;
import io.micronaut.management.endpoint.annotation.Endpoint;
import io.micronaut.management.endpoint.health.HealthEndpoint;
import io.micronaut.management.endpoint.health.HealthLevelOfDetail;
import io.micronaut.management.health.aggregator.HealthAggregator;
import io.micronaut.management.health.indicator.HealthIndicator;
import io.micronaut.management.health.indicator.HealthResult;
import io.micronaut.management.health.indicator.annotation.Liveness;
import io.micronaut.security.authentication.Authentication;
import java.security.Principal;
import org.jspecify.annotations.Nullable;

/**
 * The node's health. Anybody may ask for the state alone; on a node with keys what it is made of is
 * for the role {@link Role#READ}, where the framework would tell it to the holder of any key.
 */
@Endpoint(id = HealthEndpoint.NAME, defaultSensitive = HealthEndpoint.DEFAULT_SENSITIVE)
@Replaces(HealthEndpoint.class)
class HealthDetails extends HealthEndpoint {

  private final ApiKeys keys;

  HealthDetails(
      HealthAggregator<HealthResult> aggregator,
      HealthIndicator[] indicators,
      @Liveness HealthIndicator[] livenessIndicators,
      ApiKeys keys) {
    super(aggregator, indicators, livenessIndicators);
    this.keys = keys;
  }

  @Override
  protected HealthLevelOfDetail levelOfDetail(@Nullable Principal principal) {
    boolean reader =
        principal instanceof Authentication caller && caller.getRoles().contains(Role.NAMED_READ);
    return keys.isEmpty() || reader ? super.levelOfDetail(principal) : HealthLevelOfDetail.STATUS;
  }
}

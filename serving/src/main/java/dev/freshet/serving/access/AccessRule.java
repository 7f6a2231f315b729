package dev.freshet.serving.access;

import io.micronaut.core.async.publisher.Publishers;
import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpRequest;
import io.micronaut.management.endpoint.annotation.Endpoint;
import io.micronaut.security.authentication.Authentication;
import io.micronaut.security.rules.SecurityRule;
import io.micronaut.security.rules.SecurityRuleResult;
import io.micronaut.web.router.MethodBasedRouteInfo;
import io.micronaut.web.router.RouteAttributes;
import io.micronaut.web.router.RouteMatch;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;

/**
 * What may be asked besides the roles that routes name: everything on a node without keys; on one
 * with keys its health, and files, which hold no data. Other endpoints of the framework, such as
 * metrics, want the role {@link Role#READ}. A route that names no role answers nobody.
 */
@Singleton
final class AccessRule implements SecurityRule<HttpRequest<?>> {

  private final ApiKeys keys;
  private final AccessConfig config;

  AccessRule(ApiKeys keys, AccessConfig config) {
    this.keys = keys;
    this.config = config;
  }

  @Override
  public Publisher<SecurityRuleResult> check(
      @Nullable HttpRequest<?> request, @Nullable Authentication authentication) {
    return Publishers.just(
        request == null ? SecurityRuleResult.REJECTED : result(request, authentication));
  }

  private SecurityRuleResult result(
      HttpRequest<?> request, @Nullable Authentication authentication) {
    Optional<RouteMatch<?>> route = RouteAttributes.getRouteMatch(request);
    if (keys.isEmpty() || route.isEmpty()) {
      return SecurityRuleResult.ALLOWED;
    }
    return route
        .flatMap(AccessRule::endpoint)
        .map(endpoint -> endpoint(endpoint, authentication))
        .orElse(SecurityRuleResult.UNKNOWN);
  }

  private static Optional<String> endpoint(RouteMatch<?> match) {
    return match.getRouteInfo() instanceof MethodBasedRouteInfo<?, ?> route
        ? route
            .getTargetMethod()
            .stringValue(Endpoint.class, "id")
            .or(() -> route.getTargetMethod().stringValue(Endpoint.class))
        : Optional.empty();
  }

  private SecurityRuleResult endpoint(String id, @Nullable Authentication authentication) {
    boolean open = id.equals("health") || (id.equals("prometheus") && config.openMetrics());
    boolean reader = authentication != null && authentication.getRoles().contains(Role.NAMED_READ);
    return open || reader ? SecurityRuleResult.ALLOWED : SecurityRuleResult.REJECTED;
  }

  /** Before the rules of the framework, which would let anybody at endpoints. */
  @Override
  public int getOrder() {
    return Ordered.HIGHEST_PRECEDENCE;
  }
}

package dev.freshet.serving.access;

import io.micronaut.http.HttpRequest;
import io.micronaut.web.router.RouteAttributes;
import io.micronaut.web.router.RouteMatch;
import io.micronaut.web.router.UriRouteInfo;

/** Names of routes, which hold no ids. */
public final class Routes {

  private Routes() {}

  /** Method and template, such as {@code GET /v1/users/{user}/state}. */
  public static String name(HttpRequest<?> request) {
    return request.getMethodName()
        + " "
        + RouteAttributes.getRouteMatch(request).map(Routes::template).orElse("unmatched");
  }

  private static String template(RouteMatch<?> match) {
    return match.getRouteInfo() instanceof UriRouteInfo<?, ?> route
        ? route.getUriMatchTemplate().toPathString()
        : "unmatched";
  }
}

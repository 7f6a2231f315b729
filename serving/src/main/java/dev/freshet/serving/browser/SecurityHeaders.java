package dev.freshet.serving.browser;

import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.security.annotation.Secured;
import io.micronaut.web.router.RouteAttributes;

/**
 * Tells browsers what not to do with an answer: guess its type, show it inside another page, run or
 * load anything but this node's own files, or keep data of users.
 */
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
class SecurityHeaders implements Ordered {

  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; media-src 'self';"
          + " font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  /** Adds the headers to every answer, errors too. */
  @ResponseFilter
  void add(HttpRequest<?> request, MutableHttpResponse<?> response) {
    response
        .header("Content-Security-Policy", POLICY)
        .header("X-Content-Type-Options", "nosniff")
        .header("X-Frame-Options", "DENY")
        .header("Referrer-Policy", "no-referrer");
    if (request.isSecure()) {
      response.header("Strict-Transport-Security", "max-age=31536000");
    }
    boolean holdsData =
        RouteAttributes.getRouteMatch(request)
            .filter(
                match -> match.getRouteInfo().getAnnotationMetadata().hasAnnotation(Secured.class))
            .isPresent();
    if (holdsData && !response.getHeaders().contains(HttpHeaders.CACHE_CONTROL)) {
      response.header(HttpHeaders.CACHE_CONTROL, "no-store");
    }
  }

  /** Outside of all others, whose answers it adds to. */
  @Override
  public int getOrder() {
    return Ordered.HIGHEST_PRECEDENCE;
  }
}

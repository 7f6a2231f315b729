package dev.freshet.serving.browser;

import dev.freshet.serving.access.ApiKeyReader;
import dev.freshet.serving.problem.Problem;
import dev.freshet.serving.problem.ProblemType;
import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keeps pages of other sites from using a visitor's browser against the node: the host must be one
 * of ours, the page's origin the node's own or a configured one, and a body must have a type that a
 * page of another site cannot send without being asked for permission. Answers configured origins
 * as CORS wants it.
 *
 * <p>{@code text/plain}, the one type that {@code navigator.sendBeacon} sends without asking, is
 * taken as JSON by the route of events, from configured origins only.
 */
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
class BrowserFilter implements Ordered {

  /** Where pages may send beacons to. */
  private static final String EVENTS = "/v1/events";

  private static final String API = "/v1/";
  private static final String ALLOWED = "freshet.origin";
  private static final Set<HttpMethod> WITH_BODY =
      Set.of(HttpMethod.POST, HttpMethod.PUT, HttpMethod.PATCH);

  /** What {@code Sec-Fetch-Site} says of a page that is not the node's own. */
  private static final Set<String> ELSEWHERE = Set.of("cross-site", "same-site");

  private final Hosts hosts;
  private final Origins origins;

  BrowserFilter(Hosts hosts, Origins origins) {
    this.hosts = hosts;
    this.origins = origins;
  }

  /** Says what is wrong, answers a preflight, or nothing. */
  @RequestFilter
  @Nullable HttpResponse<?> check(HttpRequest<?> request) {
    @Nullable HttpResponse<?> answer = answer(request);
    if (answer instanceof MutableHttpResponse<?> own) {
      allow(request, own); // which the framework asks for answers of others only
    }
    return answer;
  }

  private @Nullable HttpResponse<?> answer(HttpRequest<?> request) {
    HttpHeaders headers = request.getHeaders();
    @Nullable String host = headers.get(HttpHeaders.HOST);
    if (host != null && !hosts.allows(host, local(request))) {
      return Problem.of(
              ProblemType.UNKNOWN_HOST, "The Host header names no host that this node answers for")
          .toResponse();
    }
    @Nullable String origin = headers.get(HttpHeaders.ORIGIN);
    boolean configured = origin != null && origins.contains(origin);
    if (configured) {
      request.setAttribute(ALLOWED, origin);
    }
    if (isForeign(request, host, origin, configured)) {
      return Problem.of(ProblemType.FOREIGN_ORIGIN, "Pages of other origins may not ask this node")
          .toResponse();
    }
    if (configured && isPreflight(request)) {
      return HttpResponse.noContent();
    }
    boolean beacon = isBeacon(request);
    if (beacon) {
      ApiKeyReader.allowParameter(request);
    }
    boolean typed = hasType(request, MediaType.APPLICATION_JSON) || beacon;
    return WITH_BODY.contains(request.getMethod()) && !typed
        ? Problem.of(
                ProblemType.UNSUPPORTED_MEDIA_TYPE, "The Content-Type must be application/json")
            .toResponse()
        : null;
  }

  private static @Nullable InetAddress local(HttpRequest<?> request) {
    InetSocketAddress address = request.getServerAddress();
    return address == null ? null : address.getAddress();
  }

  private static boolean isForeign(
      HttpRequest<?> request, @Nullable String host, @Nullable String origin, boolean configured) {
    if (origin != null) {
      return !configured && (host == null || !Origins.isSame(origin, host));
    }
    @Nullable String site = request.getHeaders().get("Sec-Fetch-Site");
    return site != null && ELSEWHERE.contains(site) && request.getPath().startsWith(API);
  }

  private static boolean isPreflight(HttpRequest<?> request) {
    return request.getMethod() == HttpMethod.OPTIONS
        && request.getHeaders().contains(HttpHeaders.ACCESS_CONTROL_REQUEST_METHOD);
  }

  /** Whether the request is a beacon of a page of a configured origin. */
  private static boolean isBeacon(HttpRequest<?> request) {
    return request.getAttribute(ALLOWED).isPresent()
        && request.getMethod() == HttpMethod.POST
        && request.getPath().equals(EVENTS)
        && hasType(request, MediaType.TEXT_PLAIN);
  }

  private static boolean hasType(HttpRequest<?> request, String type) {
    return request.getContentType().map(MediaType::getName).orElse("").equalsIgnoreCase(type);
  }

  /** Lets pages of configured origins read the answer, errors too. */
  @ResponseFilter
  void allow(HttpRequest<?> request, MutableHttpResponse<?> response) {
    request
        .getAttribute(ALLOWED, String.class)
        .ifPresent(
            origin -> {
              response
                  .header(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, origin)
                  .header(HttpHeaders.VARY, HttpHeaders.ORIGIN)
                  .header(HttpHeaders.ACCESS_CONTROL_EXPOSE_HEADERS, HttpHeaders.RETRY_AFTER);
              if (isPreflight(request)) {
                response
                    .header(HttpHeaders.ACCESS_CONTROL_ALLOW_METHODS, "GET, POST, DELETE")
                    .header(
                        HttpHeaders.ACCESS_CONTROL_ALLOW_HEADERS,
                        "Authorization, Content-Type, X-API-Key, traceparent")
                    .header(HttpHeaders.ACCESS_CONTROL_MAX_AGE, "600");
              }
            });
  }

  /** Before all others but the one that adds headers to every answer. */
  @Override
  public int getOrder() {
    return Ordered.HIGHEST_PRECEDENCE + 1;
  }
}

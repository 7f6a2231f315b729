package dev.freshet.serving.audit;

import dev.freshet.serving.access.Role;
import dev.freshet.serving.access.Routes;
import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.security.annotation.Secured;
import io.micronaut.web.router.RouteAttributes;
import io.micronaut.web.router.RouteMatch;
import java.security.Principal;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Logs every action that changes what the system holds beyond taking things in: who did what, and
 * what came of it, also where it was refused. A logger of its own name lets it go elsewhere. The
 * trail outlives an erasure, so it holds no ids of users: an erasure is named by its receipt.
 */
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
class AuditTrail implements Ordered {

  /** Name of the logger. */
  static final String LOGGER = "dev.freshet.audit";

  private static final Logger LOG = LoggerFactory.getLogger(LOGGER);
  private static final Set<HttpMethod> CHANGING =
      Set.of(HttpMethod.POST, HttpMethod.PUT, HttpMethod.PATCH, HttpMethod.DELETE);
  private static final String USER = "user";
  private static final int REFUSED = 400;
  private static final int FAILED = 500;

  /** Logs the action, if the request asked for one. */
  @ResponseFilter
  void note(HttpRequest<?> request, HttpResponse<?> response) {
    RouteAttributes.getRouteMatch(request)
        .filter(match -> isAudited(request, match))
        .ifPresent(match -> log(request, match, response));
  }

  private static boolean isAudited(HttpRequest<?> request, RouteMatch<?> match) {
    return CHANGING.contains(request.getMethod())
        && (request.getMethod() == HttpMethod.DELETE
            || Arrays.asList(
                    match.getRouteInfo().getAnnotationMetadata().stringValues(Secured.class))
                .contains(Role.NAMED_ADMIN));
  }

  private static void log(HttpRequest<?> request, RouteMatch<?> match, HttpResponse<?> response) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("principal", request.getUserPrincipal().map(Principal::getName).orElse("-"));
    fields.put("address", request.getRemoteAddress().getAddress().getHostAddress());
    fields.put("action", Routes.name(request));
    fields.put("outcome", outcome(response.code()));
    fields.put("status", response.code());
    fields.putAll(match.getVariableValues());
    fields.remove(USER);
    if (response.body() instanceof Audited audited) {
      fields.putAll(audited.auditFields());
    }
    LoggingEventBuilder event = LOG.atInfo().setMessage("action");
    for (Map.Entry<String, Object> field : fields.entrySet()) {
      event = event.addKeyValue(field.getKey(), field.getValue());
    }
    event.log();
  }

  private static String outcome(int status) {
    return status < REFUSED ? "done" : status < FAILED ? "refused" : "failed";
  }

  /** Outside of the checks of keys and limits, whose answers it sees. */
  @Override
  public int getOrder() {
    return Ordered.HIGHEST_PRECEDENCE + 2;
  }
}

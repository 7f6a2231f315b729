package dev.freshet.serving.problem;

import io.micronaut.core.order.Ordered;
import io.micronaut.core.type.Argument;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.http.filter.ServerFilterPhase;
import io.micronaut.web.router.MethodBasedRouteInfo;
import io.micronaut.web.router.RouteAttributes;
import io.micronaut.web.router.RouteMatch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Refuses parameters that the route does not take, and those given twice: a misspelt one would
 * otherwise be ignored without a word. What a route takes is what its method declares as {@link
 * QueryValue}.
 */
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
class ParameterCheck implements Ordered {

  /** Says what is wrong, or nothing; after those who may not ask at all have been sent away. */
  @RequestFilter
  @Nullable HttpResponse<?> check(HttpRequest<?> request) {
    if (request.getParameters().names().isEmpty()) {
      return null;
    }
    return RouteAttributes.getRouteMatch(request)
        .map(ParameterCheck::taken)
        .map(taken -> errors(request, taken))
        .filter(errors -> !errors.isEmpty())
        .map(errors -> Problem.invalid(errors).toResponse())
        .orElse(null);
  }

  @Override
  public int getOrder() {
    return ServerFilterPhase.SECURITY.after();
  }

  private static Set<String> taken(RouteMatch<?> match) {
    if (!(match.getRouteInfo() instanceof MethodBasedRouteInfo<?, ?> route)) {
      return Set.of();
    }
    return Arrays.stream(route.getTargetMethod().getArguments())
        .filter(argument -> argument.isAnnotationPresent(QueryValue.class))
        .map(ParameterCheck::name)
        .collect(Collectors.toUnmodifiableSet());
  }

  private static String name(Argument<?> argument) {
    return argument
        .getAnnotationMetadata()
        .stringValue(QueryValue.class)
        .filter(name -> !name.isEmpty())
        .orElse(argument.getName());
  }

  private static List<FieldError> errors(HttpRequest<?> request, Set<String> taken) {
    List<FieldError> errors = new ArrayList<>();
    for (Map.Entry<String, List<String>> given : request.getParameters()) {
      if (!taken.contains(given.getKey())) {
        errors.add(new FieldError(null, given.getKey(), "is not a known parameter"));
      } else if (given.getValue().size() > 1) {
        errors.add(new FieldError(null, given.getKey(), "must be given once"));
      }
    }
    return errors;
  }
}

package dev.freshet.serving.metrics;

import dev.freshet.serving.problem.Problem;
import dev.freshet.serving.problem.ProblemType;
import io.micronaut.context.annotation.Requires;
import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** Answers nothing but metrics at the port of metrics; files are served at every port otherwise. */
@Requires(property = MetricsController.PORT)
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
class MetricsPort implements Ordered {

  private final int port;

  MetricsPort(MetricsConfig config) {
    port = config.port();
  }

  /** Says that there is nothing, or nothing. */
  @RequestFilter
  @Nullable HttpResponse<?> check(HttpRequest<?> request) {
    @Nullable InetSocketAddress here = request.getServerAddress();
    if (here == null || here.getPort() != port || isMetrics(request)) {
      return null;
    }
    return Problem.of(ProblemType.NOT_FOUND, "This port answers metrics only").toResponse();
  }

  private static boolean isMetrics(HttpRequest<?> request) {
    return request.getPath().equals(MetricsController.PATH);
  }

  @Override
  public int getOrder() {
    return Ordered.HIGHEST_PRECEDENCE;
  }
}

package dev.freshet.serving.recommend;

import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;

/**
 * Notes when a request for a page came, before anything else is done with it: what it then waits
 * for a thread counts against its time.
 */
@ServerFilter("/v1/users/**")
class Arrival implements Ordered {

  private static final String ARRIVED = "freshet.arrived";

  @RequestFilter
  void note(HttpRequest<?> request) {
    request.setAttribute(ARRIVED, System.nanoTime());
  }

  /** When it came, on the clock of {@link System#nanoTime}. */
  static long of(HttpRequest<?> request) {
    return request.getAttribute(ARRIVED, Long.class).orElseGet(System::nanoTime);
  }

  @Override
  public int getOrder() {
    return Ordered.HIGHEST_PRECEDENCE;
  }
}

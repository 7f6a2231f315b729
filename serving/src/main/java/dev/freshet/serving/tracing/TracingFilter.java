package dev.freshet.serving.tracing;

import dev.freshet.serving.access.Routes;
import io.micronaut.core.propagation.MutablePropagatedContext;
import io.micronaut.core.propagation.ThreadPropagatedContextElement;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import org.jspecify.annotations.Nullable;

/** A span around every request of the API; while it is answered, it is the current one. */
@ServerFilter("/v1/**")
final class TracingFilter {

  private static final String SPAN = "freshet.span";

  private final Tracing tracing;

  TracingFilter(Tracing tracing) {
    this.tracing = tracing;
  }

  @RequestFilter
  void begin(HttpRequest<?> request, MutablePropagatedContext propagated) {
    if (!tracing.isOn()) {
      return;
    }
    Span span = tracing.request(Routes.name(request), request.getHeaders().get(Tracing.HEADER));
    request.setAttribute(SPAN, span);
    propagated.add(new Current(Context.root().with(span)));
  }

  @ResponseFilter
  void end(HttpRequest<?> request, HttpResponse<?> response) {
    request
        .getAttribute(SPAN, Span.class)
        .ifPresent(
            span -> {
              span.setAttribute("http.response.status_code", response.code());
              if (response.code() >= 500) {
                span.setStatus(StatusCode.ERROR);
              }
              span.end();
            });
  }

  /** Makes the span the current one on whichever thread goes on with the request. */
  private record Current(Context context) implements ThreadPropagatedContextElement<Scope> {

    @Override
    @SuppressWarnings("MustBeClosedChecker") // Micronaut gives it back to restoreThreadContext
    public Scope updateThreadContext() {
      return context.makeCurrent();
    }

    @Override
    public void restoreThreadContext(@Nullable Scope before) {
      if (before != null) {
        before.close();
      }
    }
  }
}

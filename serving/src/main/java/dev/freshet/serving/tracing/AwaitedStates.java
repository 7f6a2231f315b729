package dev.freshet.serving.tracing;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * The last link of a trace: a user's state has arrived, and the first page that is made of it ends
 * the way of the event that changed it. Remembers the states of the last traced users only.
 */
@Singleton
public final class AwaitedStates {

  private static final int REMEMBERED = 1_000;

  private final Tracing tracing;
  private final Map<String, String> arrived =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
          return size() > REMEMBERED;
        }
      };

  AwaitedStates(Tracing tracing) {
    this.tracing = tracing;
  }

  /** A user's state came in a record with these headers, and pages may be made of it. */
  public void arrived(byte @Nullable [] user, Headers headers) {
    String traceparent = tracing.extract(headers);
    if (traceparent == null || user == null) {
      return;
    }
    tracing.causedBy(traceparent, "user-states take", SpanKind.CONSUMER).end();
    synchronized (arrived) {
      arrived.put(new String(user, StandardCharsets.UTF_8), traceparent);
    }
  }

  /** A page of {@code user} was made of the newest state. */
  public void used(String user) {
    if (!tracing.isOn()) {
      return;
    }
    @Nullable String traceparent;
    synchronized (arrived) {
      traceparent = arrived.remove(user);
    }
    if (traceparent == null) {
      return;
    }
    Span page = tracing.causedBy(traceparent, "first page", SpanKind.INTERNAL);
    page.addLink(Span.current().getSpanContext());
    page.end();
  }
}

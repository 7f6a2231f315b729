package dev.freshet.flink.tracing;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Spans of one task, for events that came with W3C's {@code traceparent}; the others cost a
 * comparison.
 */
public final class Traces implements AutoCloseable {

  private static final W3CTraceContextPropagator W3C = W3CTraceContextPropagator.getInstance();
  private static final String HEADER = "traceparent";
  private static final TextMapGetter<String> FROM_TEXT =
      new TextMapGetter<>() {
        @Override
        public Iterable<String> keys(String parent) {
          return List.of(HEADER);
        }

        @Override
        public @Nullable String get(@Nullable String parent, String key) {
          return key.equals(HEADER) ? parent : null;
        }
      };

  private final SdkTracerProvider provider;
  private final Tracer tracer;

  /** Spans of the job {@code job} that go to {@code exporter}. */
  Traces(String job, SpanExporter exporter) {
    provider =
        SdkTracerProvider.builder()
            .setResource(
                Resource.create(
                    Attributes.of(AttributeKey.stringKey("service.name"), "freshet-" + job)))
            .addSpanProcessor(BatchSpanProcessor.builder(exporter).build())
            .build();
    tracer = provider.get("freshet-flink");
  }

  /** Spans of the job {@code job}, or null where they would go nowhere. */
  public static @Nullable Traces of(String job, TracingConfig config) {
    return config.endpoint().isBlank()
        ? null
        : new Traces(job, OtlpHttpSpanExporter.builder().setEndpoint(config.endpoint()).build());
  }

  /**
   * Writes a step down that took from {@code begin} until now.
   *
   * @param traceparent what the step was caused by
   * @return what the step causes; {@code traceparent} itself where its sender keeps no trace
   */
  public String step(String name, String traceparent, Instant begin) {
    Context parent = W3C.extract(Context.root(), traceparent, FROM_TEXT);
    if (!Span.fromContext(parent).getSpanContext().isSampled()) {
      return traceparent;
    }
    Span span =
        tracer
            .spanBuilder(name)
            .setParent(parent)
            .setSpanKind(SpanKind.CONSUMER)
            .setStartTimestamp(begin)
            .startSpan();
    span.end();
    Map<String, String> headers = new HashMap<>();
    W3C.inject(Context.root().with(span), headers, Traces::put);
    return headers.getOrDefault(HEADER, traceparent);
  }

  /** Sends off what has ended so far; for tests. */
  void flush() {
    provider.forceFlush().join(10, TimeUnit.SECONDS);
  }

  private static void put(@Nullable Map<String, String> into, String key, String value) {
    if (into != null) {
      into.put(key, value);
    }
  }

  @Override
  public void close() {
    provider.close();
  }
}

package dev.freshet.serving.tracing;

import dev.freshet.schemas.topic.HeaderTexts;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.TracerProvider;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapSetter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;

/**
 * Traces by W3C's {@code traceparent}, in HTTP and in Kafka's headers alike. Without an exporter
 * nothing is traced, and every method returns at once.
 */
@Singleton
public final class Tracing {

  /** Name of the header, in HTTP and in Kafka. */
  public static final String HEADER = "traceparent";

  private static final W3CTraceContextPropagator W3C = W3CTraceContextPropagator.getInstance();
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
  private static final TextMapSetter<Headers> INTO_HEADERS =
      (headers, key, value) -> {
        if (headers != null) {
          headers.add(new RecordHeader(key, value.getBytes(StandardCharsets.UTF_8)));
        }
      };

  private final @Nullable SdkTracerProvider provider;
  private final Tracer tracer;

  /**
   * Starts tracing, or leaves it off.
   *
   * @param exporter where spans go; null for where the configuration says, if it says so
   */
  Tracing(TracingConfig config, @Nullable SpanExporter exporter) {
    SpanExporter to = exporter == null ? configured(config) : exporter;
    provider = to == null ? null : provider(config, to);
    tracer = (provider == null ? TracerProvider.noop() : provider).get("freshet-serving");
  }

  private static @Nullable SpanExporter configured(TracingConfig config) {
    return config.endpoint().isBlank()
        ? null
        : OtlpHttpSpanExporter.builder().setEndpoint(config.endpoint()).build();
  }

  private static SdkTracerProvider provider(TracingConfig config, SpanExporter exporter) {
    return SdkTracerProvider.builder()
        .setResource(
            Resource.create(
                Attributes.of(AttributeKey.stringKey("service.name"), "freshet-serving")))
        .setSampler(new NodeSampler(config.share(), config.followClients()))
        .addSpanProcessor(BatchSpanProcessor.builder(exporter).build())
        .build();
  }

  /** Whether anything is traced at all. */
  public boolean isOn() {
    return provider != null;
  }

  /** A span for a request, under that of the client where it sent one. */
  Span request(String name, @Nullable String traceparent) {
    return tracer
        .spanBuilder(name)
        .setSpanKind(SpanKind.SERVER)
        .setParent(remote(traceparent))
        .startSpan();
  }

  /**
   * A span for a step within the request that is traced right now; one that is not kept where none
   * is. The caller ends it.
   */
  public Span step(String name, SpanKind kind) {
    if (!Span.current().getSpanContext().isValid()) {
      return Span.getInvalid();
    }
    return tracer.spanBuilder(name).setSpanKind(kind).startSpan();
  }

  /** A span for a step that a record caused, under the span that wrote it; the caller ends it. */
  public Span causedBy(String traceparent, String name, SpanKind kind) {
    return tracer.spanBuilder(name).setSpanKind(kind).setParent(remote(traceparent)).startSpan();
  }

  /** Adds {@code span} to the headers of a record, if it is one that is kept. */
  public void inject(Span span, Headers headers) {
    if (span.getSpanContext().isSampled()) {
      W3C.inject(Context.root().with(span), headers, INTO_HEADERS);
    }
  }

  /** The span in the headers of a record; null where there is none, or nothing is traced. */
  public @Nullable String extract(Headers headers) {
    if (provider == null) {
      return null;
    }
    return HeaderTexts.trace(headers);
  }

  private static Context remote(@Nullable String traceparent) {
    return traceparent == null
        ? Context.root()
        : W3C.extract(Context.root(), traceparent, FROM_TEXT);
  }

  /** Sends off what has ended so far; for tests. */
  void flush() {
    if (provider != null) {
      provider.forceFlush().join(10, TimeUnit.SECONDS);
    }
  }

  @PreDestroy
  void close() {
    if (provider != null) {
      provider.close();
    }
  }
}

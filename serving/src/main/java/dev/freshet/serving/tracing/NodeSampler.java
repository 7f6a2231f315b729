package dev.freshet.serving.tracing;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.sdk.trace.samplers.SamplingResult;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Keeps a share of the requests, drawn at random: neither the flag nor the trace id that a client
 * sends decides, unless clients are followed. A step within a request, or after a record, is kept
 * as what caused it.
 *
 * @param share share of the requests that are kept
 * @param followClients whether a request that comes with a trace is kept as that one is
 */
record NodeSampler(double share, boolean followClients) implements Sampler {

  @Override
  public SamplingResult shouldSample(
      Context parent,
      String traceId,
      String name,
      SpanKind kind,
      Attributes attributes,
      List<LinkData> links) {
    SpanContext cause = Span.fromContext(parent).getSpanContext();
    boolean follows = cause.isValid() && (kind != SpanKind.SERVER || followClients);
    boolean kept = follows ? cause.isSampled() : ThreadLocalRandom.current().nextDouble() < share;
    return kept ? SamplingResult.recordAndSample() : SamplingResult.drop();
  }

  @Override
  public String getDescription() {
    return toString();
  }
}

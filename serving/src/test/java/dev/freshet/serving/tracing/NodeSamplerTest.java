package dev.freshet.serving.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.samplers.SamplingDecision;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NodeSamplerTest {

  /** One that a sampler by trace id keeps at any share. */
  private static final String TRACE = "00000000000000010000000000000001";

  @ParameterizedTest
  @CsvSource({
    // the node decides on a request, whatever its client asks for
    "0, false, SERVER, true, false",
    "1, false, SERVER, false, true",
    // unless clients are followed
    "0, true, SERVER, true, true",
    "1, true, SERVER, false, false",
    // a step is kept as what caused it
    "0, false, CONSUMER, true, true",
    "1, false, INTERNAL, false, false"
  })
  void keepsARequestByChanceAndAStepAsItsCause(
      double share, boolean followClients, SpanKind kind, boolean sampled, boolean kept) {
    SpanContext cause =
        SpanContext.createFromRemoteParent(
            TRACE,
            "00f067aa0ba902b7",
            sampled ? TraceFlags.getSampled() : TraceFlags.getDefault(),
            TraceState.getDefault());

    SamplingDecision decision =
        new NodeSampler(share, followClients)
            .shouldSample(
                Context.root().with(Span.wrap(cause)),
                TRACE,
                "POST /v1/events",
                kind,
                Attributes.empty(),
                List.of())
            .getDecision();

    assertThat(decision == SamplingDecision.RECORD_AND_SAMPLE).isEqualTo(kept);
  }
}

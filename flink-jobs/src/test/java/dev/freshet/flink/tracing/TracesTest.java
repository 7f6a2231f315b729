package dev.freshet.flink.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.flink.Profile;
import dev.freshet.flink.Settings;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TracesTest {

  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final Instant BEGIN = Instant.parse("2026-01-01T12:00:00Z");

  @Test
  void writesAStepDownAndGoesOnFromIt() {
    InMemorySpanExporter spans = InMemorySpanExporter.create();
    String caused;
    SpanData step;

    try (Traces traces = new Traces("features", spans)) {
      caused = traces.step("user-state-update", "00-" + TRACE + "-b7ad6b7169203331-01", BEGIN);
      traces.flush();
      step = spans.getFinishedSpanItems().getFirst();
    }

    assertThat(step.getName()).isEqualTo("user-state-update");
    assertThat(step.getTraceId()).isEqualTo(TRACE);
    assertThat(step.getParentSpanId()).isEqualTo("b7ad6b7169203331");
    assertThat(step.getStartEpochNanos())
        .isEqualTo(TimeUnit.SECONDS.toNanos(BEGIN.getEpochSecond()));
    assertThat(caused).isEqualTo("00-" + TRACE + "-" + step.getSpanId() + "-01");
  }

  @Test
  void passesATraceOnThatItsSenderDoesNotKeep() {
    InMemorySpanExporter spans = InMemorySpanExporter.create();
    String unsampled = "00-" + TRACE + "-b7ad6b7169203331-00";

    try (Traces traces = new Traces("features", spans)) {
      assertThat(traces.step("user-state-update", unsampled, BEGIN)).isEqualTo(unsampled);
      assertThat(traces.step("user-state-update", "nonsense", BEGIN)).isEqualTo("nonsense");
      traces.flush();
      assertThat(spans.getFinishedSpanItems()).isEmpty();
    }
  }

  @Test
  void isOffUntilSomebodySaysWhereSpansGo() {
    Settings settings = new Settings(Profile.LIVE, Map.of());

    assertThat(TracingConfig.from(settings)).isEqualTo(TracingConfig.off());
    assertThat(Traces.of("features", TracingConfig.off())).isNull();
  }
}

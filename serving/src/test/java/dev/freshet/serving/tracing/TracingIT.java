package dev.freshet.serving.tracing;

import static dev.freshet.testkit.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.models.history.HistoryConfig;
import dev.freshet.models.history.UserStates;
import dev.freshet.schemas.feature.UserState;
import dev.freshet.schemas.topic.Topics;
import dev.freshet.testkit.EmbeddedKafka;
import dev.freshet.testkit.TestEvents;
import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import io.opentelemetry.api.trace.SpanId;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** From a request to Kafka, and from Kafka to the page; what lies between is the features job's. */
class TracingIT {

  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final String CLIENT = "00-" + TRACE + "-b7ad6b7169203331-00";
  private static final String JOB_SPAN = "00f067aa0ba902b7";

  @RegisterExtension static final EmbeddedKafka KAFKA = new EmbeddedKafka();

  @TempDir Path dir;

  @Test
  void followsAnEventFromItsRequestToThePageThatKnowsIt() throws Exception {
    InMemorySpanExporter spans = InMemorySpanExporter.create();
    try (ApplicationContext context = start(spans);
        EmbeddedServer server = context.getBean(EmbeddedServer.class).start();
        HttpClient http = HttpClient.newHttpClient()) {
      var post =
          HttpRequest.newBuilder(server.getURI().resolve("/v1/events"))
              .header("Content-Type", "application/json")
              .header("traceparent", CLIENT)
              .POST(
                  BodyPublishers.ofString(
                      """
                      {"eventId":"t1","user":"tracy","video":"cat","kind":"LIKE",
                       "occurredAt":"2026-01-01T00:00:00Z"}"""))
              .build();
      assertThat(http.send(post, BodyHandlers.ofString()).statusCode()).isEqualTo(202);
      String written = traceparent(KAFKA.awaitRaw("feedback-events", 1).getFirst().headers());

      publishStateOf("tracy");
      var page =
          HttpRequest.newBuilder(server.getURI().resolve("/v1/users/tracy/recommendations"))
              .build();
      Tracing tracing = context.getBean(Tracing.class);
      await()
          .until(
              () -> {
                http.send(page, BodyHandlers.ofString());
                tracing.flush();
                return spans.getFinishedSpanItems().stream()
                    .anyMatch(span -> span.getName().equals("first page"));
              });

      List<SpanData> ours =
          spans.getFinishedSpanItems().stream()
              .filter(span -> span.getTraceId().equals(TRACE))
              .toList();
      assertThat(ours)
          .extracting(SpanData::getName)
          .containsExactlyInAnyOrder(
              "POST /v1/events", "feedback-events send", "user-states take", "first page");
      assertThat(span(ours, "POST /v1/events").getParentSpanId()).isEqualTo("b7ad6b7169203331");
      assertThat(span(ours, "feedback-events send").getParentSpanId())
          .isEqualTo(span(ours, "POST /v1/events").getSpanId());
      assertThat(written)
          .isEqualTo("00-" + TRACE + "-" + span(ours, "feedback-events send").getSpanId() + "-01");
      assertThat(span(ours, "first page").getParentSpanId()).isEqualTo(JOB_SPAN);
    }
  }

  @Test
  void leavesRecordsAloneWhereNobodyAskedForTraces() throws Exception {
    try (ApplicationContext context = ApplicationContext.builder(properties()).start();
        EmbeddedServer server = context.getBean(EmbeddedServer.class).start();
        HttpClient http = HttpClient.newHttpClient()) {
      var delete =
          HttpRequest.newBuilder(server.getURI().resolve("/v1/videos/untraced"))
              .header("traceparent", CLIENT)
              .DELETE()
              .build();
      assertThat(http.send(delete, BodyHandlers.ofString()).statusCode()).isEqualTo(204);

      assertThat(KAFKA.awaitRaw("videos", 1).getFirst().headers()).isEmpty();
      assertThat(context.getBean(Tracing.class).isOn()).isFalse();
    }
  }

  private ApplicationContext start(InMemorySpanExporter spans) {
    return ApplicationContext.builder(properties()).singletons(spans).start();
  }

  private Map<String, Object> properties() {
    return Map.of(
        "micronaut.server.port",
        "-1",
        "freshet.tracing.share",
        "1",
        "freshet.kafka.bootstrap-servers",
        KAFKA.bootstrapServers(),
        "freshet.store.dir",
        dir.toString());
  }

  /** As the features job writes it. */
  private static void publishStateOf(String user) {
    UserState state =
        Objects.requireNonNull(
            UserStates.apply(
                null,
                TestEvents.like(user, "cat", Instant.parse("2026-01-01T00:00:00Z")),
                HistoryConfig.defaults()));
    KAFKA.sendRaw(
        new ProducerRecord<>(
            Topics.USER_STATES.name(),
            null,
            user.getBytes(StandardCharsets.UTF_8),
            Topics.USER_STATES.valueSerde().serializer().serialize("user-states", state),
            List.of(
                new RecordHeader(
                    "traceparent",
                    ("00-" + TRACE + "-" + JOB_SPAN + "-01").getBytes(StandardCharsets.UTF_8)))));
  }

  private static SpanData span(List<SpanData> spans, String name) {
    SpanData found =
        spans.stream().filter(span -> span.getName().equals(name)).findFirst().orElseThrow();
    assertThat(SpanId.isValid(found.getSpanId())).isTrue();
    return found;
  }

  private static String traceparent(Headers headers) {
    return new String(headers.lastHeader("traceparent").value(), StandardCharsets.UTF_8);
  }
}

package dev.freshet.loadtests.system;

import static dev.freshet.testkit.Patience.await;
import static java.util.Objects.requireNonNull;
import static java.util.function.Function.identity;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.loadtests.system.SpanCollector.Span;
import dev.freshet.testkit.Patience;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One event through all processes, with a collector of spans beside them. */
class TracedEventIT {

  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final String CLIENT = "b7ad6b7169203331";

  @TempDir Path var;

  @Test
  void hasOneTraceFromItsRequestToThePageThatKnowsIt() throws IOException, InterruptedException {
    try (var collector = new SpanCollector();
        var system =
            Launched.with(
                Map.of(
                    "FRESHET_TRACING_ENDPOINT",
                    collector.endpoint(),
                    "FRESHET_TRACING_FOLLOW_CLIENTS",
                    "true"),
                "up",
                var,
                "--no-users",
                "--port",
                "0",
                "--kafka-port",
                "0",
                "--streams-port",
                "0",
                "--flink-port",
                "0",
                "--trainer-port",
                "0",
                "--set",
                "freshet.tracing.endpoint=" + collector.endpoint());
        var http = HttpClient.newHttpClient()) {
      URI url = URI.create(system.awaitLine("http://127\\.0\\.0\\.1:\\d+", Patience.LIMIT).group());

      send(http, url);
      await()
          .until(
              () -> {
                page(http, url);
                return collector.spans(TRACE).size() >= 5;
              });

      Map<String, Span> spans =
          collector.spans(TRACE).stream().collect(toMap(Span::name, identity()));
      assertThat(spans.keySet())
          .containsExactlyInAnyOrder(
              "POST /v1/events",
              "feedback-events send",
              "user-state-update",
              "user-states take",
              "first page");
      Span request = span(spans, "POST /v1/events");
      Span sent = span(spans, "feedback-events send");
      Span update = span(spans, "user-state-update");
      assertThat(request.parent()).isEqualTo(CLIENT);
      assertThat(sent.parent()).isEqualTo(request.id());
      assertThat(update.parent()).isEqualTo(sent.id());
      assertThat(span(spans, "user-states take").parent()).isEqualTo(update.id());
      assertThat(span(spans, "first page").parent()).isEqualTo(update.id());
      system.stop(Patience.LIMIT);
    }
  }

  private static Span span(Map<String, Span> spans, String name) {
    return requireNonNull(spans.get(name), name);
  }

  private static void send(HttpClient http, URI url) throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(url.resolve("/v1/events"))
            .header("Content-Type", "application/json")
            .header("traceparent", "00-%s-%s-01".formatted(TRACE, CLIENT))
            .POST(
                BodyPublishers.ofString(
                    """
                    {"eventId":"traced-1","user":"tracy","video":"v","kind":"LIKE",
                     "occurredAt":"%s"}"""
                        .formatted(Instant.now())))
            .build();
    assertThat(http.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(202);
  }

  private static void page(HttpClient http, URI url) throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(url.resolve("/v1/users/tracy/recommendations?count=5")).build();
    assertThat(http.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
  }
}

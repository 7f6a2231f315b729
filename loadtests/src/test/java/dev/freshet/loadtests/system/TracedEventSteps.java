package dev.freshet.loadtests.system;

import static dev.freshet.testkit.Patience.await;
import static java.util.Objects.requireNonNull;
import static java.util.function.Function.identity;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.loadtests.system.SpanCollector.Span;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.util.Map;

/** One event through all processes of a running system that sends its spans to a collector. */
final class TracedEventSteps {

  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final String CLIENT = "b7ad6b7169203331";

  private final URI url;
  private final SpanCollector collector;

  TracedEventSteps(URI url, SpanCollector collector) {
    this.url = url;
    this.collector = collector;
  }

  void run() throws IOException, InterruptedException {
    try (var http = HttpClient.newHttpClient()) {
      send(http);
      await()
          .until(
              () -> {
                page(http);
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
    }
  }

  private static Span span(Map<String, Span> spans, String name) {
    return requireNonNull(spans.get(name), name);
  }

  private void send(HttpClient http) throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(url.resolve("/v1/events"))
            .header("Content-Type", "application/json")
            .header("traceparent", "00-%s-%s-01".formatted(TRACE, CLIENT))
            .POST(
                BodyPublishers.ofString(
                    """
                    {"eventId":"traced-1","user":"tracy","video":"v","kind":"LIKE",
                     "occurredAt":"%s"}\
                    """
                        .formatted(Instant.now())))
            .build();
    assertThat(http.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(202);
  }

  private void page(HttpClient http) throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(url.resolve("/v1/users/tracy/recommendations?count=5")).build();
    assertThat(http.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
  }
}

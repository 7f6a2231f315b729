package dev.freshet.serving.console;

import static dev.freshet.testkit.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.freshet.schemas.topic.DeadLetter;
import dev.freshet.schemas.topic.Topics;
import dev.freshet.serving.Http;
import dev.freshet.testkit.EmbeddedKafka;
import dev.freshet.testkit.Patience;
import dev.freshet.testkit.TestEvents;
import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Iterator;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The live stream and the look at dead letters, with a real broker. */
class LiveIT {

  @RegisterExtension static final EmbeddedKafka KAFKA = new EmbeddedKafka();

  @TempDir static Path dir;
  private static EmbeddedServer server;
  private static Http http;

  @BeforeAll
  static void start() {
    server =
        ApplicationContext.run(
            EmbeddedServer.class,
            Map.of(
                "micronaut.server.port", "-1",
                "freshet.kafka.bootstrap-servers", KAFKA.bootstrapServers(),
                "freshet.console.interval", "200ms",
                "freshet.console.linger", "300ms",
                "freshet.store.dir", dir.toString()));
    http = new Http(server.getURI());
    await().until(() -> http.get("/health/readiness").status() == 200);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void tellsThePastThenWhatUsersMakeOfEachArm() throws Exception {
    KAFKA.send(Topics.VIDEOS, "cat", TestEvents.video("cat", "anna"));
    await().until(() -> http.get("/v1/videos/cat").status() == 200);
    watchAPageOf("lena", "personalised");

    try (Watcher watcher = new Watcher(server.getURI())) {
      JsonNode history = watcher.next("history");
      JsonNode pulse =
          watcher.await(each -> arm(each, "personalised").path("longViews").asInt() == 1);
      watchAPageOf("ravi", "random");
      JsonNode later = watcher.await(each -> arm(each, "random").path("longViews").asInt() == 1);

      assertThat(history.path("windowSeconds").asInt()).isEqualTo(60);
      assertThat(arm(pulse, "personalised").path("impressions").asInt()).isEqualTo(1);
      assertThat(later.path("viewers").findValuesAsText("user")).contains("lena", "ravi");
      assertThat(later.at("/processes/0").toString())
          .isEqualTo("{\"name\":\"kafka\",\"state\":\"up\"}");
      assertThat(later.path("model").isNull()).isTrue();
    }
  }

  @Test
  void stopsFollowingTheTopicsAWhileAfterTheLastWatcherHasLeft() throws Exception {
    await().until(() -> followers() == 0); // of other nodes of this JVM

    try (Watcher watcher = new Watcher(server.getURI())) {
      watcher.next("pulse");
      assertThat(followers()).isEqualTo(2);
    }

    await().until(() -> followers() == 0);
  }

  @Test
  void looksIntoDeadLetters() {
    byte[] broken = "{\"not\":\"avro\"}".getBytes(StandardCharsets.UTF_8);
    DeadLetter letter =
        new DeadLetter(
            "mia".getBytes(StandardCharsets.UTF_8),
            broken,
            "feedback-events",
            2,
            17,
            "it is no Avro",
            Instant.parse("2026-01-01T00:00:00Z"));
    KAFKA.sendRaw(
        new ProducerRecord<>(
            letter.deadLetters(), null, null, letter.key(), letter.value(), letter.headers()));

    JsonNode found = http.get("/v1/dead-letters/feedback-events?count=5").json();

    assertThat(found.path("letters")).hasSize(1);
    JsonNode first = found.at("/letters/0");
    assertThat(first.path("source").asText()).isEqualTo("feedback-events/2/17");
    assertThat(first.path("reason").asText()).isEqualTo("it is no Avro");
    assertThat(first.path("key").asText()).isEqualTo("mia");
    assertThat(first.path("bytes").asInt()).isEqualTo(broken.length);
    assertThat(first.path("value").isNull()).isTrue();
    assertThat(first.path("hex").asText()).startsWith("7b 22 6e 6f 74");
    assertThat(http.get("/v1/dead-letters/user-states").json().path("letters")).isEmpty();
    assertThat(http.get("/v1/dead-letters/nothing").status()).isEqualTo(404);
  }

  private static long followers() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("console-"))
        .count();
  }

  private static JsonNode arm(JsonNode pulse, String strategy) {
    return StreamSupport.stream(pulse.path("arms").spliterator(), false)
        .filter(arm -> arm.path("strategy").asText().equals(strategy))
        .findFirst()
        .orElseGet(() -> new JsonMapper().createObjectNode());
  }

  private static void watchAPageOf(String user, String strategy) {
    String request =
        http.get("/v1/users/" + user + "/recommendations?strategy=" + strategy)
            .json()
            .path("requestId")
            .asText();
    String event =
        """
        {"eventId":"%s-%s","requestId":"%s","user":"%s","video":"cat","kind":"%s","occurredAt":%d%s}""";
    long now = System.currentTimeMillis();
    String shown = event.formatted(request, "i", request, user, "IMPRESSION", now, "");
    String watched =
        event.formatted(request, "w", request, user, "WATCH", now + 1, ",\"watchedMillis\":18000");
    assertThat(http.post("/v1/events", "[" + shown + "," + watched + "]").status()).isEqualTo(202);
  }

  /** Reads a stream of server-sent events. */
  private static final class Watcher implements AutoCloseable {

    private final HttpClient client = HttpClient.newHttpClient();
    private final HttpResponse<Stream<String>> response;
    private final Iterator<String> lines;

    Watcher(URI server) throws Exception {
      response =
          client.send(
              HttpRequest.newBuilder(server.resolve("/v1/live"))
                  .header("Accept", "text/event-stream")
                  .timeout(Patience.LIMIT)
                  .build(),
              BodyHandlers.ofLines());
      assertThat(response.headers().firstValue("Content-Type").orElse(""))
          .startsWith("text/event-stream");
      lines = response.body().iterator();
    }

    /** The next event of that name. */
    JsonNode next(String name) throws Exception {
      String event = "";
      while (lines.hasNext()) {
        String line = lines.next();
        if (line.startsWith("event:")) {
          event = line.substring(6).strip();
        } else if (line.startsWith("data:") && event.equals(name)) {
          return new JsonMapper().readTree(line.substring(5));
        }
      }
      throw new AssertionError("the stream ended");
    }

    /** The next pulse that is as wanted. */
    JsonNode await(Predicate<JsonNode> wanted) throws Exception {
      long deadline = System.nanoTime() + Patience.LIMIT.toNanos();
      while (System.nanoTime() < deadline) {
        JsonNode pulse = next("pulse");
        if (wanted.test(pulse)) {
          return pulse;
        }
      }
      throw new AssertionError("no such pulse within " + Patience.LIMIT);
    }

    @Override
    public void close() {
      response.body().close();
      client.shutdownNow();
    }
  }
}

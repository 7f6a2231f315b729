package dev.freshet.loadtests.faults.traffic;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.freshet.loadtests.http.ClientEvent;
import dev.freshet.loadtests.http.Connections;
import dev.freshet.loadtests.http.UnavailableException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Serving as a client sees it that is used to trouble: every answer counts. Thread-safe. */
public final class Feed implements AutoCloseable {

  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final long RETRY_MILLIS = 250;

  private static final JsonMapper JSON =
      JsonMapper.builder().serializationInclusion(JsonInclude.Include.NON_NULL).build();

  private final Connections server;
  private final Answers answers;

  /**
   * @param url base of the HTTP API
   * @param answers told of every answer
   */
  public Feed(URI url, Answers answers) {
    this.server = new Connections(url, TIMEOUT);
    this.answers = answers;
  }

  /**
   * A page.
   *
   * @param fallback why it is not what was asked for; null when it is
   * @param stateVersion number of the user's events that it knows
   * @param madeInMicros time from the request's arrival until the page was made, as serving says
   */
  public record Seen(int status, @Nullable String fallback, long stateVersion, long madeInMicros) {}

  /** A page for {@code user}; empty where nobody answered. */
  public Optional<Seen> page(String user) {
    try {
      Connections.Answer answer =
          server.get("/v1/users/" + user + "/recommendations?count=10&surface=main");
      Seen seen = seen(answer);
      answers.page(seen.status(), seen.fallback() != null);
      return Optional.of(seen);
    } catch (UnavailableException e) {
      answers.none();
      return Optional.empty();
    }
  }

  private static Seen seen(Connections.Answer answer) {
    if (answer.status() != 200) {
      return new Seen(answer.status(), null, 0, 0);
    }
    try {
      JsonNode page = JSON.readTree(answer.body());
      return new Seen(
          200,
          page.hasNonNull("fallback") ? page.path("fallback").asText() : null,
          page.path("knows").path("stateVersion").asLong(),
          page.path("timings").path("total").asLong());
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("reading a page", e);
    }
  }

  /**
   * Sends the same events again and again until they are acknowledged.
   *
   * @throws IllegalStateException if that does not happen within {@code patience}, or they are
   *     refused as wrong
   */
  public void send(List<ClientEvent> events, Duration patience) throws InterruptedException {
    byte[] body = body(events);
    long end = System.nanoTime() + patience.toNanos();
    while (!acknowledged(body, events.size())) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException(
            "events were not acknowledged within %d s".formatted(patience.toSeconds()));
      }
      TimeUnit.MILLISECONDS.sleep(RETRY_MILLIS);
    }
  }

  private boolean acknowledged(byte[] body, int size) {
    Connections.Answer answer;
    try {
      answer = server.post("/v1/events", body);
    } catch (UnavailableException e) {
      answers.none();
      return false;
    }
    answers.events(answer.status());
    if (answer.status() == 202 && accepted(answer.body()) == size) {
      return true;
    }
    if (answer.status() == 202 || (answer.status() / 100 == 4 && answer.status() != 429)) {
      throw new IllegalStateException(
          "%d events were answered %d: %s".formatted(size, answer.status(), answer.body()));
    }
    return false;
  }

  private static int accepted(String body) {
    try {
      return JSON.readTree(body).path("accepted").asInt();
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("reading an acknowledgement", e);
    }
  }

  private static byte[] body(List<ClientEvent> events) {
    try {
      return JSON.writeValueAsBytes(events);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("writing events", e);
    }
  }

  @Override
  public void close() {
    server.close();
  }
}

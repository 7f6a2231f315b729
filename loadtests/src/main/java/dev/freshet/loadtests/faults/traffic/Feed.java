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
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Serving as a client sees it that is used to trouble: it goes to the nodes in turn, and to the
 * next one where a node does not answer. Every answer counts. Thread-safe.
 */
public final class Feed implements AutoCloseable {

  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final long RETRY_MILLIS = 250;

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .defaultPropertyInclusion(
              JsonInclude.Value.construct(
                  JsonInclude.Include.NON_NULL, JsonInclude.Include.NON_NULL))
          .build();

  private final List<Connections> nodes;
  private final Answers answers;
  private final AtomicInteger turn = new AtomicInteger();

  /**
   * @param nodes base of each node's HTTP API; at least one
   * @param answers told of every answer
   */
  public Feed(List<URI> nodes, Answers answers) {
    if (nodes.isEmpty()) {
      throw new IllegalArgumentException("a feed needs a node");
    }
    this.nodes = nodes.stream().map(url -> new Connections(url, TIMEOUT)).toList();
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
    return anyAnswer(node -> node.get(path(user))).map(this::counted);
  }

  /** A page for {@code user} from each node; empty where one does not answer. */
  public List<Optional<Seen>> pageOfEach(String user) {
    return nodes.stream()
        .map(node -> answer(node, n -> n.get(path(user))).map(this::counted))
        .toList();
  }

  private static String path(String user) {
    return "/v1/users/" + user + "/recommendations?count=10&surface=main";
  }

  private Seen counted(Connections.Answer answer) {
    Seen seen = seen(answer);
    answers.page(seen.status(), seen.fallback() != null);
    return seen;
  }

  /** Asks one node after the other, another one first each time, until one answers. */
  private Optional<Connections.Answer> anyAnswer(Function<Connections, Connections.Answer> call) {
    int first = turn.getAndIncrement();
    for (int i = 0; i < nodes.size(); i++) {
      Optional<Connections.Answer> answer =
          answer(nodes.get(Math.floorMod(first + i, nodes.size())), call);
      if (answer.isPresent()) {
        return answer;
      }
      answers.silent();
    }
    answers.none();
    return Optional.empty();
  }

  private static Optional<Connections.Answer> answer(
      Connections node, Function<Connections, Connections.Answer> call) {
    try {
      return Optional.of(call.apply(node));
    } catch (UnavailableException e) {
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
    Optional<Connections.Answer> any = anyAnswer(node -> node.post("/v1/events", body));
    if (any.isEmpty()) {
      return false;
    }
    Connections.Answer answer = any.get();
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
    nodes.forEach(Connections::close);
  }
}

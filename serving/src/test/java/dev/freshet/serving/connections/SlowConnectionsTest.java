package dev.freshet.serving.connections;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.serving.Http;
import dev.freshet.serving.RawHttp;
import dev.freshet.testkit.Patience;
import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Connections that are held open, and too many of them. */
class SlowConnectionsTest {

  private static final String POST =
      "POST /v1/events HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n";

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
                "freshet.kafka.follow", "false",
                "freshet.store.dir", dir.toString(),
                "freshet.connections.request-within", "500ms",
                "freshet.connections.per-address", "20",
                // nothing but the bound may close a connection while the tests run
                "micronaut.server.idle-timeout", "1h"));
    http = new Http(server.getURI());
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void endsEveryConnectionThatDripsItsHeadOrItsBody() {
    List<RawHttp> held =
        Stream.concat(
                IntStream.range(0, 5).mapToObj(i -> "GET / HTTP/1.1\r\nHo"),
                IntStream.range(0, 5).mapToObj(i -> POST + "Content-Length: 100\r\n\r\n["))
            .map(start -> RawHttp.to(server.getURI()).send(start))
            .toList();

    List<String> answers = held.stream().map(RawHttp::readToEnd).toList();

    assertThat(answers)
        .allSatisfy(
            answer -> assertThat(answer).startsWith("HTTP/1.1 408 ").contains("request-timeout"));
  }

  @Test
  void keepsAConnectionThatIsIdleBetweenTwoRequests() {
    try (RawHttp kept = RawHttp.to(server.getURI());
        RawHttp late = RawHttp.to(server.getURI())) {
      kept.send("GET /v1/trending HTTP/1.1\r\nHost: localhost\r\n\r\n");
      late.send("G"); // and is over by its time
      assertThat(late.readToEnd()).startsWith("HTTP/1.1 408 ");

      String answers =
          kept.send("GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").readToEnd();

      assertThat(answers.split("HTTP/1.1 200 OK", -1)).hasSize(3);
    }
  }

  @Test
  void closesTheConnectionsOfAnAddressThatAreTooMany() {
    // those of other tests are closed: only the one that asks is left
    Patience.await()
        .until(() -> http.get("/prometheus").body().contains("serving_connections 1.0"));
    // twice as many as are allowed: places that become free in between are taken by the next
    List<RawHttp> held = IntStream.range(0, 40).mapToObj(i -> RawHttp.to(server.getURI())).toList();

    try (RawHttp more = RawHttp.to(server.getURI())) {
      assertThat(more.readToEnd()).isEmpty();
    }
    held.forEach(RawHttp::close);

    Patience.await()
        .ignoreExceptions()
        .until(() -> http.get("/prometheus").body().contains("connections_refused_total "));
    assertThat(http.get("/v1/trending").status()).isEqualTo(200);
  }

  @Test
  void refusesTimesThatAreNotPositive() {
    assertThatThrownBy(() -> new ConnectionConfig(1, 1, Duration.ZERO, Duration.ofSeconds(1)))
        .hasMessageContaining("freshet.connections.request-within");
    assertThatThrownBy(() -> new ConnectionConfig(1, 1, Duration.ofSeconds(1), Duration.ZERO))
        .hasMessageContaining("freshet.connections.read-within");
  }
}

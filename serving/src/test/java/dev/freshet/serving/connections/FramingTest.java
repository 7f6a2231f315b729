package dev.freshet.serving.connections;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.serving.RawHttp;
import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bytes that two readers may understand in two ways are answered once, and end the connection. */
class FramingTest {

  private static final String POST =
      "POST /v1/events HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n";
  private static final String HIDDEN = "GET /v1/trending HTTP/1.1\r\nHost: localhost\r\n\r\n";

  @TempDir static Path dir;
  private static EmbeddedServer server;

  @BeforeAll
  static void start() {
    server =
        ApplicationContext.run(
            EmbeddedServer.class,
            Map.of(
                "micronaut.server.port", "-1",
                "freshet.kafka.follow", "false",
                "freshet.store.dir", dir.toString()));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n",
        "Transfer-Encoding: chunked, xchunked\r\n\r\n0\r\n\r\n",
        "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
        "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n",
        "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
        "Transfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n",
        "Content-Length: 2\r\nContent-Length: 3\r\n\r\n[]",
        "Content-Length: 2, 3\r\n\r\n[]",
        "Content-Length: +2\r\n\r\n[]",
        "Content-Length: -2\r\n\r\n[]",
        "Content-Length: 0x2\r\n\r\n[]",
        "Content-Length : 2\r\n\r\n[]",
        "Content-Length: 2\r\nX-Folded: a\r\n b\r\n\r\n[]",
        "Content-Length: 2\r\nHost: localhost\r\n\r\n[]",
        "Content-Length: 2\r\nX-Bare: a\nX-Other: b\r\n\r\n[]",
        "Content-Length: 2\r\nX-Control: a\u0000b\r\n\r\n[]",
        "Content-Length: 2\r\nno colon\r\n\r\n[]",
        "Content-Length: 2\r\n: no name\r\n\r\n[]"
      })
  void refusesAHeadThatCanBeReadInTwoWays(String rest) {
    assertRefused(POST + rest + HIDDEN, 400, "malformed-request");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2;a=\"\r\nb\r\n[]\r\n0\r\n\r\n",
        "2\n[]\r\n0\r\n\r\n",
        "2;a\n[]\r\n0\r\n\r\n",
        "0x2\r\n[]\r\n0\r\n\r\n",
        "2 2\r\n[]\r\n0\r\n\r\n",
        "\r\n[]\r\n0\r\n\r\n",
        "-2\r\n[]\r\n0\r\n\r\n",
        "2\r\n[]0\r\n\r\n",
        "ffffffffff\r\n[]\r\n0\r\n\r\n"
      })
  void refusesChunksThatCanBeReadInTwoWays(String chunks) {
    assertRefused(
        POST + "Transfer-Encoding: chunked\r\n\r\n" + chunks + HIDDEN, 400, "malformed-request");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /v1/trending HTTP/1.1\r\n\r\n",
        "GET /v1/trending HTTP/1.1\r\nHost: localhost\r\nHost: localhost\r\n\r\n",
        "GET /v1/trending HTTP/1.1\nHost: localhost\n\n",
        "GET /v1/trending HTTP/1.1 \r\nHost: localhost\r\n\r\n",
        "GET /v1/trending\r\nHost: localhost\r\n\r\n",
        "GET /v1/trending HTTP/9.9\r\nHost: localhost\r\n\r\n",
        "GET http://elsewhere.example/v1/trending HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "GET v1/trending HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "GET * HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "\u0000GET /v1/trending HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
      })
  void refusesARequestLineOrHostThatCanBeReadInTwoWays(String request) {
    assertRefused(request, 400, "malformed-request");
  }

  @ParameterizedTest
  @CsvSource({"X-Long, 9000, 431, headers-too-large", "'', 20000, 414, uri-too-long"})
  void saysWhatIsTooLong(String header, int length, int status, String slug) {
    String request =
        header.isEmpty()
            ? "GET /%s HTTP/1.1\r\nHost: localhost\r\n\r\n".formatted("x".repeat(length))
            : "GET / HTTP/1.1\r\nHost: localhost\r\n%s: %s\r\n\r\n"
                .formatted(header, "x".repeat(length));

    assertRefused(request, status, slug);
  }

  @Test
  void refusesABodyThatIsTooLongBeforeItComes() {
    assertRefused(POST + "Content-Length: 1048577\r\n\r\n[", 413, "body-too-large");
  }

  @Test
  void refusesACompressedBody() {
    assertRefused(
        POST + "Content-Encoding: gzip\r\nContent-Length: 2\r\n\r\n[]",
        415,
        "unsupported-media-type");
  }

  @Test
  void refusesAMethodThatNobodyKnows() {
    assertRefused(
        "BREW /v1/trending HTTP/1.1\r\nHost: localhost\r\n\r\n", 405, "method-not-allowed");
  }

  @Test
  void answersTheRequestsBeforeTheOneThatItRefuses() {
    try (RawHttp http = RawHttp.to(server.getURI())) {
      String answers =
          http.send(HIDDEN + HIDDEN + "GET / HTTP/1.1\r\nno colon\r\n\r\n" + HIDDEN).readToEnd();

      assertThat(answers.split("HTTP/1.1 200 OK", -1)).hasSize(3);
      assertThat(answers.split("HTTP/1.1 400 ", -1)).hasSize(2);
    }
  }

  @Test
  void takesWhatHttpAllows() {
    try (RawHttp http = RawHttp.to(server.getURI())) {
      String answers =
          http.send(
                  POST
                      + "Transfer-Encoding: chunked\r\n\r\n1;a=b\r\n[\r\n1;c=\"d\"\r\n]\r\n0\r\n\r\n"
                      + "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
              .readToEnd();

      assertThat(answers).contains("malformed-body", "HTTP/1.1 200 OK");
    }
  }

  private static void assertRefused(String request, int status, String slug) {
    try (RawHttp http = RawHttp.to(server.getURI())) {
      String answer = http.send(request).readToEnd();

      assertThat(answer).startsWith("HTTP/1.1 " + status + " ");
      assertThat(answer.split("HTTP/1.1 ", -1)).as("answers").hasSize(2);
      assertThat(answer.toLowerCase(Locale.ROOT))
          .contains("content-type: application/problem+json", "connection: close");
      assertThat(answer).contains("urn:freshet:problem:" + slug);
    }
  }
}

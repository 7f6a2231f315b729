package dev.freshet.serving.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.serving.RawHttp;
import dev.freshet.serving.access.Role;
import dev.freshet.serving.access.TestKey;
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

/** What a page of another origin may do, as bytes on a connection; its browser is no help. */
class BrowserFilterTest {

  private static final String APP = "https://app.example";
  private static final String EVENT =
      """
      {"eventId":"e1","user":"alice","video":"cat","kind":"LIKE","occurredAt":"2026-01-01T00:00:00Z"}""";
  private static final TestKey INGEST = TestKey.of("web-app", Role.INGEST);
  private static final TestKey ADMIN = TestKey.of("ops", Role.ADMIN);

  @TempDir static Path dir;
  @TempDir static Path keyedDir;
  private static EmbeddedServer unkeyed;
  private static EmbeddedServer keyed;

  @BeforeAll
  static void start() {
    unkeyed = start(dir, "");
    keyed = start(keyedDir, INGEST.record() + "," + ADMIN.record());
  }

  private static EmbeddedServer start(Path store, String keys) {
    return ApplicationContext.run(
        EmbeddedServer.class,
        Map.of(
            "micronaut.server.port",
            "-1",
            "freshet.kafka.follow",
            "false",
            "freshet.store.dir",
            store.toString(),
            "freshet.access.keys",
            keys,
            "freshet.access.origins",
            APP));
  }

  @AfterAll
  static void stop() {
    unkeyed.close();
    keyed.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"x.localhost", "evil.example:80", "localhost.evil.example"})
  void answersForNoOtherHost(String host) {
    String answer = send(unkeyed, "GET /v1/trending", host, "", "");

    assertThat(answer).startsWith("HTTP/1.1 421 ").contains("urn:freshet:problem:unknown-host");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Origin: http://evil.example\r\n",
        "Origin: http://localhost:1\r\n",
        "Origin: null\r\n",
        "Sec-Fetch-Site: cross-site\r\n",
        "Sec-Fetch-Site: same-site\r\n"
      })
  void doesNothingForAPageOfAnotherOrigin(String header) {
    for (String route : new String[] {"GET /v1/trending", "DELETE /v1/users/alice"}) {
      String answer = send(unkeyed, route, "localhost", header, "");

      assertThat(answer).startsWith("HTTP/1.1 403 ").contains("foreign-origin");
      assertThat(answer).doesNotContainIgnoringCase("access-control-allow");
    }
  }

  @Test
  void opensTheConsoleWhereAPageOfAnotherSiteLinksToIt() {
    assertThat(send(unkeyed, "GET /", "localhost", "Sec-Fetch-Site: cross-site\r\n", ""))
        .startsWith("HTTP/1.1 200 ");
  }

  @ParameterizedTest
  @CsvSource({
    "text/plain, 415",
    "application/x-www-form-urlencoded, 415",
    "multipart/form-data; boundary=x, 415",
    "'', 415",
    "application/json, 202",
    "application/json; charset=utf-8, 202"
  })
  void takesABodyOnlyAsJson(String type, int status) {
    String header = type.isEmpty() ? "" : "Content-Type: " + type + "\r\n";

    String answer = send(unkeyed, "POST /v1/events", "localhost", header, EVENT);

    assertThat(answer).startsWith("HTTP/1.1 " + status + " ");
    if (status == 415) {
      assertThat(answer).contains("urn:freshet:problem:unsupported-media-type");
    }
  }

  @Test
  void answersThePreflightOfAConfiguredOriginOnly() {
    String ask =
        "Access-Control-Request-Method: POST\r\nAccess-Control-Request-Headers: x-api-key\r\n";

    String allowed =
        send(keyed, "OPTIONS /v1/events", "localhost", "Origin: " + APP + "\r\n" + ask, "");
    String refused =
        send(keyed, "OPTIONS /v1/events", "localhost", "Origin: http://app.example\r\n" + ask, "");

    assertThat(allowed.toLowerCase(Locale.ROOT))
        .startsWith("http/1.1 204 ")
        .contains(
            "access-control-allow-origin: " + APP,
            "access-control-allow-methods: get, post, delete",
            "x-api-key",
            "vary: origin")
        .doesNotContain("allow-credentials");
    assertThat(refused).startsWith("HTTP/1.1 403 ");
  }

  @Test
  void letsAConfiguredOriginReadErrorsToo() {
    String answer = send(keyed, "GET /v1/trending", "localhost", "Origin: " + APP + "\r\n", "");

    assertThat(answer.toLowerCase(Locale.ROOT))
        .startsWith("http/1.1 401 ")
        .contains("access-control-allow-origin: " + APP, "application/problem+json");
  }

  @Test
  void takesABeaconOfAConfiguredOriginWithAKeyThatDoesNothingElse() {
    String plain = "Content-Type: text/plain;charset=UTF-8\r\n";
    String beacon = "Origin: " + APP + "\r\n" + plain;
    String route = "POST /v1/events?key=";

    assertThat(send(keyed, route + INGEST.secret(), "localhost", beacon, EVENT))
        .startsWith("HTTP/1.1 202 ");
    assertThat(send(keyed, route + ADMIN.secret(), "localhost", beacon, EVENT))
        .startsWith("HTTP/1.1 401 ");
    assertThat(send(keyed, "POST /v1/events", "localhost", beacon, EVENT))
        .startsWith("HTTP/1.1 401 ");
    assertThat(send(keyed, route + INGEST.secret(), "localhost", plain, EVENT))
        .startsWith("HTTP/1.1 415 ");
    assertThat(send(unkeyed, "POST /v1/events", "localhost", beacon, EVENT))
        .startsWith("HTTP/1.1 202 ");
    assertThat(send(unkeyed, "POST /v1/videos", "localhost", beacon, "{}"))
        .startsWith("HTTP/1.1 415 ");
  }

  private static String send(
      EmbeddedServer server, String route, String host, String headers, String body) {
    try (RawHttp http = RawHttp.to(server.getURI())) {
      return http.send(
              "%s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\nContent-Length: %d\r\n%s\r\n%s"
                  .formatted(route, host, body.length(), headers, body))
          .readToEnd();
    }
  }
}

package dev.freshet.serving.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.serving.Http;
import dev.freshet.serving.Http.Answer;
import dev.freshet.serving.RawHttp;
import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a node does when wrong keys are tried. */
class WrongKeysTest {

  @TempDir private Path dir;
  private final ApiKey.Made key = ApiKey.make("reader", Set.of(Role.READ), new SecureRandom());
  private EmbeddedServer server;
  private Http http;

  @BeforeEach
  void start() {
    server =
        ApplicationContext.run(
            EmbeddedServer.class,
            Map.of(
                "micronaut.server.port",
                "-1",
                "freshet.kafka.follow",
                "false",
                "freshet.store.dir",
                dir.toString(),
                "freshet.access.keys",
                key.key().record(),
                "freshet.limits.failed-logins-per-minute",
                "3",
                "freshet.limits.keyless-per-minute",
                "5"));
    http = new Http(server.getURI());
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void sendsAnAddressAwayThatTriesTooManyAndSaysWhenToComeBack() {
    List<Answer> answers =
        IntStream.range(0, 5)
            .mapToObj(i -> with("X-API-Key", "freshet_reader.wrong" + i).get("/v1/trending"))
            .toList();

    assertThat(answers.subList(0, 3)).allMatch(answer -> answer.status() == 401);
    assertThat(answers.subList(3, 5))
        .allSatisfy(
            answer -> {
              assertThat(answer.status()).isEqualTo(429);
              assertThat(answer.type()).isEqualTo("application/problem+json");
              assertThat(answer.json().path("type").asText())
                  .isEqualTo("urn:freshet:problem:too-many-wrong-keys");
              assertThat(Integer.parseInt(answer.header("Retry-After"))).isBetween(1, 20);
              assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
            });
  }

  @Test
  void countsKeysOfEitherHeader() {
    for (int i = 0; i < 3; i++) {
      with("Authorization", "Bearer freshet_nobody.wrong").get("/v1/trending");
    }

    assertThat(with("X-API-Key", "no key at all").get("/v1/trending").status()).isEqualTo(429);
    assertThat(with("Authorization", "Basic YTpi").delete("/v1/users/a").status()).isEqualTo(429);
  }

  @Test
  void leavesThoseAloneWhoseKeyIsRightOrWhoHaveNone() {
    for (int i = 0; i < 5; i++) {
      with("X-API-Key", "freshet_reader.wrong").get("/v1/trending");
    }

    assertThat(with("X-API-Key", key.secret()).get("/v1/trending").status()).isEqualTo(200);
    assertThat(http.get("/v1/trending").status()).isEqualTo(401);
    assertThat(http.get("/health").status()).isEqualTo(200);
    assertThat(with("X-API-Key", key.secret()).get("/prometheus").body())
        .contains("freshet_serving_logins_failed_total 5")
        .contains("freshet_serving_logins_limited_total 2");
  }

  @Test
  void sendsAnAddressAwayThatAsksTooOftenWithoutAKeyBeforeItsBodiesAreRead() {
    String body = " ".repeat(100_000);
    List<Answer> answers =
        IntStream.range(0, 7).mapToObj(i -> http.post("/v1/events", body)).toList();

    assertThat(answers.subList(0, 5)).allMatch(answer -> answer.status() == 401);
    assertThat(answers.subList(5, 7))
        .allSatisfy(
            answer -> {
              assertThat(answer.status()).isEqualTo(429);
              assertThat(answer.json().path("type").asText())
                  .isEqualTo("urn:freshet:problem:too-many-requests");
              assertThat(answer.header("Retry-After")).isEqualTo("12");
            });
    assertThat(with("X-API-Key", key.secret()).get("/v1/trending").status()).isEqualTo(200);
  }

  /** Of a body of 1 MiB not a byte is sent. */
  @Test
  void answersWhoHasNoKeyFromTheHeadOfTheRequestAlone() {
    List<String> answers = IntStream.range(0, 7).mapToObj(i -> headAlone()).toList();

    assertThat(answers.subList(0, 5)).allMatch(answer -> answer.startsWith("HTTP/1.1 401 "));
    assertThat(answers.subList(5, 7)).allMatch(answer -> answer.startsWith("HTTP/1.1 429 "));
  }

  private String headAlone() {
    try (RawHttp connection = RawHttp.to(server.getURI())) {
      return connection
          .send(
              String.join(
                  "\r\n",
                  "POST /v1/events HTTP/1.1",
                  "Host: localhost",
                  "Content-Type: application/json",
                  "Content-Length: 1048576",
                  "",
                  ""))
          .readHead();
    }
  }

  private Http with(String header, String value) {
    return http.with(Map.of(header, value));
  }
}

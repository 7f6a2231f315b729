package dev.freshet.serving;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.serving.Http.Answer;
import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is refused over real HTTP, and how. */
class BadRequestTest {

  private static final String VIDEO =
      """
      {"video":"cat","author":"anna","title":"A cat","tags":["pets"],"lengthMillis":12000,
       "modalities":{"visual":[0.5,1]}}""";

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
                "freshet.store.dir", dir.toString()));
    http = new Http(server.getURI());
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v1/events", "/v1/videos", "/v1/users/alice/recommendations"})
  void answersBrokenBodiesWithAProblem(String path) {
    Answer malformed = http.post(path, "{\"a\":");
    Answer large = http.post(path, " ".repeat((1 << 20) + 1));
    Answer largest = http.post(path, " ".repeat(1 << 20));
    Answer text = http.send("POST", path, "text/plain", "hello");
    Answer empty = http.post(path, "");

    assertProblem(malformed, 400, "malformed-body");
    assertThat(malformed.json().at("/errors/0/field").asText()).isEqualTo("body");
    assertProblem(large, 413, "body-too-large");
    assertThat(large.json().at("/errors/0/field").asText()).isEqualTo("body");
    assertThat(large.json().at("/errors/0/detail").asText()).contains("1048576");
    assertProblem(largest, 400, "malformed-body");
    assertProblem(text, 415, "unsupported-media-type");
    assertProblem(empty, 400, "invalid-request");
    assertThat(empty.json().at("/errors/0/field").asText()).isEqualTo("body");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v1/events", "/v1/videos", "/v1/users/alice/recommendations"})
  void refusesALargeBodyOfUnknownLengthToo(String path) {
    Answer answer = http.postChunked(path, " ".repeat((1 << 20) + 1));

    assertProblem(answer, 413, "body-too-large");
    assertThat(answer.json().at("/errors/0/field").asText()).isEqualTo("body");
  }

  @Test
  void answersEveryErrorOfRoutingWithAProblem() {
    assertProblem(http.get("/nowhere"), 404, "not-found");
    assertProblem(http.get("/v1/events"), 405, "method-not-allowed");
    assertProblem(http.get("/v1/videos/cat"), 404, "unknown-video");
    assertProblem(http.get("/v1/videos/cat/similar"), 404, "unknown-video");
    assertProblem(http.get("/v1/users/nobody/state"), 404, "unknown-user");
  }

  @ParameterizedTest
  @CsvSource({
    "/v1/users/alice/recommendations?count=0, count",
    "/v1/users/alice/recommendations?count=101, count",
    "/v1/users/alice/recommendations?count=many, count",
    "/v1/users/alice/recommendations?surface=, surface",
    "/v1/users/alice/recommendations?strategy=best, strategy",
    "/v1/users/alice/recommendations?explain=perhaps, explain",
    "/v1/users/%20/recommendations, user",
    "/v1/users/a%00b/state, user",
    "/v1/users/%FF%FE/state, user",
    "/v1/trending?count=-1, count",
    "/v1/trending?cuont=3, cuont",
    "/v1/trending?count=3&count=4, count",
    "/v1/users/alice/recommendations?user=bob, user",
    "/v1/users/alice/recommendations?exclude=%2C, exclude",
    "/v1/users/alice/state?verbose=true, verbose",
    "/v1/videos/cat?x, x",
    "/v1/videos/cat/similar?surface=main, surface",
    "/health?x=1, x",
    "/prometheus?x=1, x",
    "/v1/videos/%09/similar, video"
  })
  void namesTheParameterThatBreaksARule(String path, String field) {
    Answer answer = http.get(path);

    assertProblem(answer, 400, "invalid-request");
    assertThat(answer.json().at("/errors/0/field").asText()).isEqualTo(field);
  }

  @ParameterizedTest
  @CsvSource({
    "'\"lengthMillis\":12000', '\"lengthMillis\":0', lengthMillis",
    "'\"lengthMillis\":12000', '\"lengthMillis\":\"12 s\"', lengthMillis",
    "'\"author\":\"anna\"', '\"author\":\" \"', author",
    "'[\"pets\"]', '[\"pets\",3]', tags",
    "'[\"pets\"]', '\"pets\"', tags",
    "'[0.5,1]', '[0.5,\"1\"]', modalities.visual",
    "'\"title\":\"A cat\"', '\"updatedAt\":1767225600000', updatedAt"
  })
  void namesTheFieldOfAVideoThatBreaksARule(String good, String bad, String field) {
    Answer answer = http.post("/v1/videos", VIDEO.replace(good, bad));

    assertProblem(answer, 400, "invalid-request");
    assertThat(answer.json().at("/errors/0/field").asText()).isEqualTo(field);
  }

  @ParameterizedTest
  @CsvSource({"1000, 200", "1001, 400"})
  void takesUpToAThousandIdsToExclude(int ids, int status) {
    String list = IntStream.range(0, ids).mapToObj(Integer::toString).collect(joining(","));
    String quoted = IntStream.range(0, ids).mapToObj(i -> "\"" + i + "\"").collect(joining(","));

    Answer got = http.get("/v1/users/alice/recommendations?exclude=" + list);
    Answer posted = http.post("/v1/users/alice/recommendations", "{\"exclude\":[" + quoted + "]}");

    assertThat(got.status()).isEqualTo(status);
    assertThat(posted.status()).isEqualTo(status);
    if (status == 400) {
      assertThat(got.json().at("/errors/0/field").asText()).isEqualTo("exclude");
      assertThat(got.json().at("/errors/0/detail").asText()).contains("at most 1000 ids");
      assertThat(posted.json().at("/errors/0/field").asText()).isEqualTo("exclude");
    }
  }

  private static void assertProblem(Answer answer, int status, String slug) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(status);
    assertThat(answer.type()).isEqualTo("application/problem+json");
    assertThat(answer.json().path("status").asInt()).isEqualTo(status);
    assertThat(answer.json().path("type").asText()).isEqualTo("urn:freshet:problem:" + slug);
    assertThat(answer.json().path("detail").asText()).isNotEmpty();
  }
}

package dev.freshet.serving;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.freshet.models.history.HistoryConfig;
import dev.freshet.models.history.UserStates;
import dev.freshet.schemas.event.FeedbackEvent;
import dev.freshet.schemas.event.Video;
import dev.freshet.schemas.topic.Topics;
import dev.freshet.serving.Http.Answer;
import dev.freshet.testkit.TestEvents;
import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every route over real HTTP, with Kafka played by memory. */
class HttpApiTest {

  private static final String EVENT =
      """
      {"eventId":"e1","user":"alice","video":"cat","kind":"LIKE","occurredAt":"2026-01-01T00:00:00Z"}""";
  private static final String VIDEO =
      """
      {"video":"cat","author":"anna","title":"A cat","tags":["pets"],"lengthMillis":12000,
       "modalities":{"visual":[0.5,1]}}""";

  @TempDir static Path dir;
  private static EmbeddedServer server;
  private static Http http;
  private static Stock stock;
  private static InMemoryTopicWriter topics;

  @BeforeAll
  static void start() {
    server =
        ApplicationContext.run(
            EmbeddedServer.class,
            Map.of(
                "micronaut.server.port", "-1",
                "freshet.kafka.follow", "false",
                "freshet.recommend.budget", "1h",
                "freshet.store.dir", dir.toString()));
    http = new Http(server.getURI());
    stock = server.getApplicationContext().getBean(Stock.class);
    topics = server.getApplicationContext().getBean(InMemoryTopicWriter.class);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void clear() {
    stock.clear();
    topics.comeBack();
  }

  @Test
  void takesAnEventInUnderItsUsersKey() {
    stock.put(TestEvents.video("cat", "anna"));

    Answer answer = http.post("/v1/events", EVENT);

    assertThat(answer.status()).isEqualTo(202);
    assertThat(answer.body()).startsWith("{\"accepted\":1,\"rejected\":[]");
    assertThat(answer.json().path("late")).hasSize(1);
    var entry = topics.entries(Topics.FEEDBACK_EVENTS).getLast();
    assertThat(entry.key()).isEqualTo("alice");
    assertThat(entry.value())
        .isInstanceOfSatisfying(
            FeedbackEvent.class, event -> assertThat(event.getAuthor()).isEqualTo("anna"));
  }

  @Test
  void knowsAnAcknowledgedEventAtOnce() {
    stock.put(TestEvents.video("cat", "anna"));
    stock.put(TestEvents.video("dog", "ben"));
    http.post("/v1/events", EVENT.replace("LIKE", "HIDE"));

    Answer state = http.get("/v1/users/alice/state");
    Answer page = http.get("/v1/users/alice/recommendations?count=2");

    assertThat(state.json().path("version").asInt()).isEqualTo(1);
    assertThat(state.json().path("pending").asInt()).isEqualTo(1);
    assertThat(state.json().path("hiddenVideos").toString()).isEqualTo("[\"cat\"]");
    assertThat(page.json().at("/knows/stateVersion").asInt()).isEqualTo(1);
    assertThat(page.json().path("videos").findValuesAsText("video")).containsExactly("dog");
  }

  @Test
  void publishesEveryReleasedSchema() {
    String index = http.get("/schemas/index").body();

    assertThat(index).contains("FeedbackEvent-1.avsc e0c5204a05c03f38");
    assertThat(index.lines())
        .allSatisfy(
            line -> {
              Answer schema = http.get("/schemas/" + line.split(" ", 2)[0]);
              assertThat(schema.status()).isEqualTo(200);
              assertThat(schema.json().path("type").asText()).isEqualTo("record");
            });
  }

  @Test
  void takesTheRestOfABatchIn() {
    Answer answer = http.post("/v1/events", "[" + EVENT + "," + EVENT.replace("cat", "") + "]");

    assertThat(answer.status()).isEqualTo(202);
    assertThat(answer.json().path("accepted").asInt()).isEqualTo(1);
    assertThat(answer.json().at("/rejected/0/index").asInt()).isEqualTo(1);
    assertThat(answer.json().at("/rejected/0/field").asText()).isEqualTo("video");
  }

  @Test
  void answers400WhenNoItemIsValid() {
    Answer answer = http.post("/v1/events", EVENT.replace("LIKE", "LOVE"));

    assertProblem(answer, 400, "invalid-request");
    assertThat(answer.json().at("/errors/0/field").asText()).isEqualTo("kind");
    assertThat(answer.json().at("/errors/0").has("index")).isFalse();
  }

  @Test
  void refusesAVideoWithAModalityThatNobodyKnows() {
    Answer answer = http.post("/v1/videos", VIDEO.replace("visual", "smell"));

    assertProblem(answer, 400, "invalid-request");
    assertThat(answer.json().at("/errors/0/field").asText()).isEqualTo("modalities");
    assertThat(answer.body()).contains("may have visual, acoustic, textual only");
  }

  @Test
  void answers503WhileKafkaDoesNotAcknowledge() {
    topics.goDown();

    assertProblem(http.post("/v1/events", EVENT), 503, "kafka-unavailable");
    assertProblem(http.post("/v1/videos", VIDEO), 503, "kafka-unavailable");
    assertProblem(http.delete("/v1/videos/cat"), 503, "kafka-unavailable");
  }

  @Test
  void takesAVideoInAndStampsIt() {
    Instant before = Instant.now().minusSeconds(1);

    Answer answer = http.post("/v1/videos", VIDEO);

    assertThat(answer.status()).isEqualTo(202);
    assertThat(topics.entries(Topics.VIDEOS).getLast().value())
        .isInstanceOfSatisfying(
            Video.class,
            video -> {
              assertThat(video.getUpdatedAt()).isAfter(before);
              assertThat(video.getUploadedAt()).isEqualTo(video.getUpdatedAt());
              assertThat(video.getModalities().get("visual")).containsExactly(0.5f, 1f);
            });
  }

  @Test
  void stampsANewVersionLaterThanTheOneBeforeAndKeepsItsUpload() {
    Instant ahead = Instant.ofEpochMilli(System.currentTimeMillis()).plusSeconds(1_800);
    Video known = Video.newBuilder(TestEvents.video("cat", "anna")).setUpdatedAt(ahead).build();
    stock.put(known);

    http.post("/v1/videos", VIDEO);

    assertThat(topics.entries(Topics.VIDEOS).getLast().value())
        .isInstanceOfSatisfying(
            Video.class,
            video -> {
              assertThat(video.getUpdatedAt()).isEqualTo(ahead.plusMillis(1));
              assertThat(video.getUploadedAt()).isEqualTo(known.getUploadedAt());
            });
  }

  @Test
  void removesAVideoByANullValue() {
    Answer answer = http.delete("/v1/videos/cat");

    assertThat(answer.status()).isEqualTo(204);
    assertThat(topics.entries(Topics.VIDEOS).getLast().key()).isEqualTo("cat");
    assertThat(topics.entries(Topics.VIDEOS).getLast().value()).isNull();
  }

  @Test
  void showsAVideoAndThoseLikeIt() {
    stock.put(TestEvents.video("cat", "anna", "pets"));
    stock.put(TestEvents.video("dog", "ben", "pets"));
    stock.put(TestEvents.video("car", "ben", "cars"));

    JsonNode video = http.get("/v1/videos/cat").json();
    JsonNode similar = http.get("/v1/videos/cat/similar?count=1").json();

    assertThat(video.path("author").asText()).isEqualTo("anna");
    assertThat(video.path("tags").path(0).asText()).isEqualTo("pets");
    assertThat(similar.path("videos")).hasSize(1);
    assertThat(similar.at("/videos/0/video").asText()).isEqualTo("dog");
    assertThat(similar.path("fallback").asText()).isEqualTo("model-missing");
  }

  @Test
  void findsVideosByWordsOfTitleAuthorAndTags() {
    stock.put(TestEvents.video("cat", "anna", "pets"));
    stock.put(TestEvents.video("dog", "ben", "pets"));

    JsonNode both = http.get("/v1/videos?query=PETS").json();
    JsonNode one = http.get("/v1/videos?query=pets%20ben").json();

    assertThat(videos(both)).containsExactlyInAnyOrder("cat", "dog");
    assertThat(videos(one)).containsExactly("dog");
    assertThat(http.get("/v1/videos?count=1").json().path("videos")).hasSize(1);
  }

  @Test
  void servesTheConsoleAndItsLibrary() {
    Answer page = http.get("/");

    assertThat(page.type()).startsWith("text/html");
    assertThat(page.body()).contains("/js/main.js");
    assertThat(http.get("/js/main.js").status()).isEqualTo(200);
    assertThat(http.get("/libraries/uplot/uPlot.esm.js").status()).isEqualTo(200);
  }

  @Test
  void answersWithAPageWhateverIsMissing() {
    JsonNode empty = http.get("/v1/users/alice/recommendations").json();
    stock.put(TestEvents.video("cat", "anna"));
    JsonNode page = http.get("/v1/users/alice/recommendations?explain=true").json();

    assertThat(empty.path("videos")).isEmpty();
    assertThat(empty.path("fallback").asText()).isEqualTo("model-missing");
    assertThat(page.at("/videos/0/video").asText()).isEqualTo("cat");
    assertThat(page.at("/videos/0/reasons/0/kind").asText()).isEqualTo("fresh");
    assertThat(page.at("/knows/eventsUpTo").isNull()).isTrue();
    assertThat(page.path("requestId").asText()).isNotEmpty();
  }

  @Test
  void filtersByParametersAndByABodyAlike() {
    stock.put(TestEvents.video("a", "anna", "cats"));
    stock.put(TestEvents.video("b", "ben", "cats"));
    stock.put(TestEvents.video("c", "ben", "dogs"));

    JsonNode got =
        http.get("/v1/users/alice/recommendations?tags=cats,birds&excludeAuthors=anna").json();
    JsonNode posted =
        http.post(
                "/v1/users/alice/recommendations",
                "{\"tags\":[\"cats\",\"birds\"],\"excludeAuthors\":[\"anna\"]}")
            .json();
    JsonNode later = http.get("/v1/users/alice/recommendations?uploadedAfter=1767225600000").json();

    assertThat(got.path("videos").findValuesAsText("video")).containsExactly("b");
    assertThat(posted.path("videos").findValuesAsText("video")).containsExactly("b");
    assertThat(later.path("videos")).isEmpty(); // all are a day older
  }

  @Test
  void namesTheFilterThatMakesNoSense() {
    Answer got = http.get("/v1/users/alice/recommendations?uploadedAfter=yesterday");
    Answer posted = http.post("/v1/users/alice/recommendations", "{\"maxLengthMillis\":-1}");

    assertThat(got.status()).isEqualTo(400);
    assertThat(got.json().at("/errors/0/field").asText()).isEqualTo("uploadedAfter");
    assertThat(posted.status()).isEqualTo(400);
    assertThat(posted.json().at("/errors/0/field").asText()).isEqualTo("maxLengthMillis");
  }

  @Test
  void showsADeletedVideoNowhereFromTheAnswerOn() {
    stock.put(TestEvents.video("a", "anna", "cats"));
    stock.put(TestEvents.video("b", "ben", "cats"));
    stock.putTrending("main", "a", "b", "unknown");

    http.delete("/v1/videos/a");

    assertThat(http.get("/v1/trending").json().findValuesAsText("video")).containsExactly("b");
    assertThat(http.get("/v1/videos/a").status()).isEqualTo(404);
    assertThat(http.get("/v1/users/alice/recommendations?count=5").json().findValuesAsText("video"))
        .containsExactly("b");
    assertThat(http.get("/v1/videos/b/similar").json().at("/videos")).isEmpty();
  }

  @Test
  void takesTheTimeInWhichAVideoIsAvailable() {
    String video = VIDEO.replace("}}", "},\"availableFrom\":\"2150-01-01T00:00:00Z\"}");

    Answer answer = http.post("/v1/videos", video);
    Answer backwards =
        http.post(
            "/v1/videos",
            video.replace("2150-", "2150-01-01T00:00:00Z\",\"availableUntil\":\"2149-"));

    assertThat(answer.status()).isEqualTo(202);
    assertThat(topics.entries(Topics.VIDEOS).getLast().value())
        .isInstanceOfSatisfying(
            Video.class,
            taken ->
                assertThat(taken.getAvailableFrom())
                    .isEqualTo(Instant.parse("2150-01-01T00:00:00Z")));
    assertThat(backwards.status()).isEqualTo(400);
    assertThat(backwards.json().at("/errors/0/field").asText()).isEqualTo("availableUntil");
  }

  @Test
  void excludesWhatAParameterOrABodyLists() {
    stock.put(TestEvents.video("a", "anna"));
    stock.put(TestEvents.video("b", "anna"));
    stock.put(TestEvents.video("c", "anna"));

    JsonNode got = http.get("/v1/users/alice/recommendations?exclude=a,c,a").json();
    JsonNode posted =
        http.post("/v1/users/alice/recommendations", "{\"exclude\":[\"a\",\"b\"],\"count\":5}")
            .json();

    assertThat(videos(got)).containsExactly("b");
    assertThat(videos(posted)).containsExactly("c");
  }

  @Test
  void countsTheEventsOfABodyAndNamesTheOneThatIsWrong() {
    stock.put(TestEvents.video("a", "anna"));
    stock.put(TestEvents.video("b", "anna"));
    String events =
        """
        {"events":[{"eventId":"e","video":"a","kind":"IMPRESSION","occurredAt":"2026-01-01T00:00:00Z"}],
         "count":1}""";

    Answer page = http.post("/v1/users/alice/recommendations", events);
    Answer wrong =
        http.post("/v1/users/alice/recommendations", events.replace("IMPRESSION", "SIGHT"));

    assertThat(videos(page.json())).containsExactly("b");
    assertThat(page.json().at("/knows/eventsUpTo").asText()).isEqualTo("2026-01-01T00:00:00Z");
    assertProblem(wrong, 400, "invalid-request");
    assertThat(wrong.json().at("/errors/0/field").asText()).isEqualTo("events[0].kind");
  }

  @Test
  void showsAUsersStateAndWhatIsTrending() {
    stock.put(
        Objects.requireNonNull(
            UserStates.apply(
                null,
                TestEvents.longView("alice", "cat", TestEvents.START),
                HistoryConfig.defaults())));
    stock.put(TestEvents.video("cat", "anna"));
    stock.put(TestEvents.video("dog", "ben"));
    stock.putTrending("main", "cat", "dog");

    JsonNode state = http.get("/v1/users/alice/state").json();
    JsonNode trending = http.get("/v1/trending?count=1").json();

    assertThat(state.path("version").asInt()).isEqualTo(1);
    assertThat(state.at("/positives/0/video").asText()).isEqualTo("cat");
    assertThat(trending.path("videos")).hasSize(1);
    assertThat(trending.at("/videos/0/longViews").asInt()).isEqualTo(100);
  }

  @Test
  void saysWhetherItIsAliveAndReady() {
    assertThat(http.get("/health").json().path("status").asText()).isEqualTo("UP");
    assertThat(http.get("/health/liveness").status()).isEqualTo(200);
    assertThat(http.get("/health/readiness").status()).isEqualTo(200);
  }

  @Test
  void publishesItsMetrics() {
    http.get("/v1/users/alice/recommendations");

    assertThat(http.get("/prometheus").body())
        .contains("freshet_serving_stage_seconds_bucket{stage=\"total\"")
        .contains("freshet_serving_fallbacks_total{reason=\"model-missing\"}")
        .contains("freshet_serving_rows")
        .contains("freshet_serving_model_step");
  }

  private static Iterable<String> videos(JsonNode page) {
    return StreamSupport.stream(page.path("videos").spliterator(), false)
        .map(video -> video.path("video").asText())
        .toList();
  }

  private static void assertProblem(Answer answer, int status, String slug) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(status);
    assertThat(answer.type()).isEqualTo("application/problem+json");
    assertThat(answer.json().path("status").asInt()).isEqualTo(status);
    assertThat(answer.json().path("type").asText()).isEqualTo("urn:freshet:problem:" + slug);
    assertThat(answer.json().path("detail").asText()).isNotEmpty();
  }
}

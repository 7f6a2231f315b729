package dev.freshet.serving.erasure;

import static dev.freshet.testkit.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.freshet.models.history.HistoryConfig;
import dev.freshet.models.history.UserStates;
import dev.freshet.schemas.event.ErasedUser;
import dev.freshet.schemas.event.EventKind;
import dev.freshet.schemas.event.FeedbackEvent;
import dev.freshet.schemas.feature.UserState;
import dev.freshet.schemas.topic.Topics;
import dev.freshet.serving.Http;
import dev.freshet.serving.Http.Answer;
import dev.freshet.serving.InMemoryTopicWriter;
import dev.freshet.serving.Stock;
import dev.freshet.testkit.TestEvents;
import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ErasureControllerTest {

  @TempDir Path dir;
  private EmbeddedServer server;
  private Http http;
  private Stock stock;
  private InMemoryTopicWriter topics;

  @BeforeEach
  void start() {
    start(Map.of());
  }

  private void start(Map<String, Object> settings) {
    Map<String, Object> all = new HashMap<>(settings);
    all.put("micronaut.server.port", "-1");
    all.put("freshet.kafka.follow", "false");
    all.put("freshet.recommend.budget", "1h");
    all.put("freshet.store.dir", dir.toString());
    server = ApplicationContext.run(EmbeddedServer.class, all);
    http = new Http(server.getURI());
    stock = server.getApplicationContext().getBean(Stock.class);
    topics = server.getApplicationContext().getBean(InMemoryTopicWriter.class);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void writesTheRecordThenTheEventThenRemovesWhatTheUserHasInCompactedTopics() {
    stock.putRow("g1", "user", "alice", 3, 1f);
    stock.putRow("g2", "user", "alice", 3, 1f);
    stock.putRow("g2", "user", "bob", 3, 1f);

    JsonNode receipt = http.delete("/v1/users/alice").json();

    String requestId = receipt.path("requestId").asText();
    Instant erasedAt = Instant.parse(receipt.path("erasedAt").asText());
    assertThat(topics.entries(Topics.ERASED_USERS).getLast().value())
        .isEqualTo(new ErasedUser("alice", erasedAt, requestId));
    assertThat(topics.entries(Topics.FEEDBACK_EVENTS).getLast().value())
        .isInstanceOfSatisfying(
            FeedbackEvent.class,
            event -> {
              assertThat(event.getKind()).isEqualTo(EventKind.ERASE);
              assertThat(event.getEventId()).isEqualTo(requestId);
              assertThat(event.getUser()).isEqualTo("alice");
              assertThat(event.getOccurredAt()).isEqualTo(erasedAt);
            });
    assertThat(topics.entries(Topics.USER_STATES).getLast().key()).isEqualTo("alice");
    assertThat(topics.entries(Topics.USER_STATES).getLast().value()).isNull();
    assertThat(topics.entries(Topics.EMBEDDING_ROWS))
        .allMatch(entry -> entry.value() == null)
        .extracting(entry -> entry.key())
        .containsExactlyInAnyOrder("g1/user/alice", "g2/user/alice");
  }

  @Test
  void answersWithAReceiptThatSaysWhatGoesByItself() {
    Answer answer = http.delete("/v1/users/alice");

    assertThat(answer.status()).isEqualTo(202);
    assertThat(answer.json().path("user").asText()).isEqualTo("alice");
    assertThat(answer.json().path("erased")).isNotEmpty();
    assertThat(answer.json().path("expiring").toString())
        .contains("{\"topic\":\"feedback-events\",\"days\":7}")
        .contains("{\"topic\":\"feedback-events.dlq\",\"days\":30}")
        .contains("\"training-examples\"", "\"served-slates\"", "\"scored-examples\"")
        .doesNotContain("user-states");
    assertThat(answer.json().path("rewritten").toString())
        .contains(
            "{\"place\":\"topic user-states\",\"hours\":24}",
            "{\"place\":\"topic user-set-entries\",\"hours\":24}",
            "{\"place\":\"topic embedding-rows\",\"hours\":24}",
            "{\"place\":\"stores of serving nodes\",\"hours\":1}",
            "{\"place\":\"state and checkpoints of jobs\",\"hours\":24}",
            "{\"place\":\"stores and internal topics of streams\",\"hours\":24}");
    assertThat(answer.json().path("kept").toString())
        .isEqualTo(
            "[\"topic erased-users\",\"stores of serving nodes\",\"state and checkpoints of jobs\"]");
  }

  @Test
  void knowsNothingOfTheUserFromThenOnAndRefusesWhatTheyDidBefore() {
    stock.put(state(TestEvents.longView("alice", "cat", TestEvents.START)));
    assertThat(http.get("/v1/users/alice/state").status()).isEqualTo(200);

    http.delete("/v1/users/alice");

    assertThat(http.get("/v1/users/alice/state").status()).isEqualTo(404);
    stock.put(
        state(
            TestEvents.longView("alice", "cat", TestEvents.START),
            TestEvents.longView("alice", "dog", TestEvents.START.plusSeconds(1))));
    assertThat(http.get("/v1/users/alice/state").status()).isEqualTo(404);
    assertThat(http.get("/v1/users/alice/recommendations").json().at("/knows/stateVersion").asInt())
        .isZero();
    Answer old = http.post("/v1/events", event(TestEvents.START));
    assertThat(old.status()).isEqualTo(400);
    assertThat(old.json().at("/errors/0/field").asText()).isEqualTo("occurredAt");
    assertThat(http.post("/v1/events", event(Instant.now().plusSeconds(5))).status())
        .isEqualTo(202);
  }

  @Test
  void remembersAnErasureThatItReadFromTheTopicOverARestart() {
    stock.put(new ErasedUser("alice", TestEvents.START, "r1"));
    server.close();

    start();

    assertThat(http.post("/v1/events", event(TestEvents.START)).status()).isEqualTo(400);
    assertThat(http.post("/v1/events", event(TestEvents.START.plusSeconds(1))).status())
        .isEqualTo(202);
    stock.put(new ErasedUser("alice", TestEvents.START.minusSeconds(9), "r0"));
    assertThat(http.post("/v1/events", event(TestEvents.START)).status()).isEqualTo(400);
  }

  @Test
  void rewritesTheFilesOfTheStoreAlsoWhereTheNodeWasStoppedInBetween() throws IOException {
    stock.put(state(TestEvents.longView("alice", "zq7vkx0wjm4u", TestEvents.START)));
    assertThat(filesWith("zq7vkx0wjm4u")).isNotEmpty();
    stock.removeState("alice");
    http.delete("/v1/users/alice");
    server.close();
    assertThat(filesWith("zq7vkx0wjm4u")).isNotEmpty();

    start(Map.of("freshet.store.erased-within", "0s"));

    await().untilAsserted(() -> assertThat(filesWith("zq7vkx0wjm4u")).isEmpty());
  }

  @Test
  void appendsToTheTopicsOfUsersSoThatKafkaClosesTheirSegments() {
    server.close();

    start(Map.of("freshet.kafka.erased-within", "10s"));

    await()
        .untilAsserted(
            () ->
                assertThat(topics.segmentEnds())
                    .contains("user-states", "user-set-entries", "embedding-rows"));
  }

  private List<Path> filesWith(String word) throws IOException {
    List<Path> found = new ArrayList<>();
    try (Stream<Path> files = Files.list(dir)) {
      for (Path file : files.toList()) {
        try {
          if (Files.readString(file, StandardCharsets.ISO_8859_1).contains(word)) {
            found.add(file);
          }
        } catch (NoSuchFileException e) {
          // RocksDB has removed it meanwhile
        }
      }
    }
    return found;
  }

  @Test
  void answers503WhileKafkaDoesNotAcknowledge() {
    topics.goDown();

    assertThat(http.delete("/v1/users/alice").status()).isEqualTo(503);
    assertThat(http.post("/v1/events", event(TestEvents.START)).status()).isEqualTo(503);
  }

  private static String event(Instant at) {
    return """
        {"eventId":"e1","user":"alice","video":"cat","kind":"LIKE","occurredAt":"%s"}"""
        .formatted(at);
  }

  private static UserState state(FeedbackEvent... events) {
    UserState state = null;
    for (FeedbackEvent event : events) {
      state = UserStates.apply(state, event, HistoryConfig.defaults());
    }
    return Objects.requireNonNull(state);
  }
}

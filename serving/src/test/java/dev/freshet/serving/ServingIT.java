package dev.freshet.serving;

import static dev.freshet.testkit.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.models.history.HistoryConfig;
import dev.freshet.models.history.UserStates;
import dev.freshet.schemas.event.FeedbackEvent;
import dev.freshet.schemas.feature.UserState;
import dev.freshet.schemas.topic.DeadLetter;
import dev.freshet.schemas.topic.Topics;
import dev.freshet.schemas.topic.WatermarkMark;
import dev.freshet.serving.store.Changes;
import dev.freshet.serving.store.Family;
import dev.freshet.serving.store.LocalStore;
import dev.freshet.serving.store.LocalStores;
import dev.freshet.testkit.EmbeddedKafka;
import dev.freshet.testkit.TestEvents;
import dev.freshet.testkit.monitoring.Monitoring;
import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A node and a real broker. */
class ServingIT {

  @RegisterExtension static final EmbeddedKafka KAFKA = new EmbeddedKafka();

  @TempDir Path dir;
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
                "freshet.kafka.bootstrap-servers",
                KAFKA.bootstrapServers(),
                "freshet.kafka.acknowledge-within",
                "3s",
                "freshet.kafka.client.metric.reporters",
                ClientRecorder.class.getName(),
                "freshet.store.dir",
                dir.toString()));
    http = new Http(server.getURI());
    await().until(() -> http.get("/health/readiness").status() == 200);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void putsPostedEventsIntoTheTopicBeforeItAnswers() {
    int before = KAFKA.records(Topics.FEEDBACK_EVENTS).size();

    Http.Answer answer =
        http.post(
            "/v1/events",
            """
            [{"eventId":"it1","user":"alice","video":"cat","kind":"IMPRESSION",
              "occurredAt":"2026-01-01T00:00:00Z","position":3},
             {"eventId":"it2","user":"alice","video":"cat","kind":"WATCH",
              "occurredAt":"2026-01-01T00:00:09Z","watchedMillis":9000}]""");

    assertThat(answer.status()).isEqualTo(202);
    assertThat(KAFKA.records(Topics.FEEDBACK_EVENTS))
        .hasSize(before + 2)
        .extracting(record -> record.value().getEventId())
        .containsSubsequence("it1", "it2");
  }

  @Test
  void handsTheClientsPropertiesOnToEveryKindOfClient() {
    http.post("/v1/videos", "{\"video\":\"it-rec\",\"author\":\"anna\",\"lengthMillis\":9000}");

    assertThat(ClientRecorder.KINDS)
        .contains("kafka.producer", "kafka.consumer", "kafka.admin.client");
  }

  @Test
  void putsAVideoIntoTheCatalogueAndTakesItOut() {
    http.post("/v1/videos", "{\"video\":\"it-cat\",\"author\":\"anna\",\"lengthMillis\":9000}");
    await().until(() -> http.get("/v1/videos/it-cat").status() == 200);

    assertThat(http.delete("/v1/videos/it-cat").status()).isEqualTo(204);
    await().until(() -> http.get("/v1/videos/it-cat").status() == 404);
  }

  @Test
  void knowsAUsersStateOnTheNextPage() {
    UserState state = state("it-bob", "cat");
    KAFKA.send(Topics.VIDEOS, "dog", TestEvents.video("dog", "ben"));

    KAFKA.send(Topics.USER_STATES, "it-bob", state);

    await()
        .untilAsserted(
            () ->
                assertThat(
                        http.get("/v1/users/it-bob/recommendations")
                            .json()
                            .at("/knows/eventsUpTo")
                            .asText())
                    .isEqualTo(state.getAsOf().toString()));
  }

  @Test
  void goesOnWhereItEndedAfterARestart() {
    KAFKA.send(Topics.USER_STATES, "it-carol", state("it-carol", "cat"));
    await().until(() -> http.get("/v1/users/it-carol/state").status() == 200);
    server.close();
    UserState later =
        UserStates.apply(
            state("it-carol", "cat"),
            TestEvents.longView("it-carol", "dog", Instant.parse("2026-01-02T00:00:00Z")),
            HistoryConfig.defaults());
    KAFKA.send(Topics.USER_STATES, "it-carol", Objects.requireNonNull(later));

    start();

    assertThat(http.get("/v1/users/it-carol/state").json().path("version").asInt()).isEqualTo(2);
  }

  @Test
  void putsWhatItCannotReadIntoDeadLettersAndGoesOn() {
    byte[] key = "it-dave".getBytes(StandardCharsets.UTF_8);
    byte[] broken = {1, 2, 3};
    KAFKA.sendRaw(new WatermarkMark(Long.MAX_VALUE, 0, 1).record(Topics.USER_STATES.name(), 0));

    KAFKA.sendRaw(new ProducerRecord<>(Topics.USER_STATES.name(), key, broken));
    KAFKA.send(Topics.USER_STATES, "it-dave", state("it-dave", "cat"));

    await().until(() -> http.get("/v1/users/it-dave/state").status() == 200);
    var letters = KAFKA.awaitRaw(Topics.USER_STATES.deadLetters(), 1);
    assertThat(letters).hasSize(1);
    assertThat(letters.getFirst().key()).isEqualTo(key);
    assertThat(letters.getFirst().value()).isEqualTo(broken);
    assertThat(letters.getFirst().headers().lastHeader(DeadLetter.REASON_HEADER)).isNotNull();
  }

  @Test
  void readsATopicAgainThatWasDeletedAndCreatedAnewWhileTheNodeWasDown() throws Exception {
    KAFKA.send(Topics.VIDEOS, "it-old", TestEvents.video("it-old", "anna"));
    await().until(() -> http.get("/v1/videos/it-old").status() == 200);
    server.close();
    try (Admin admin =
        Admin.create(Map.<String, Object>of("bootstrap.servers", KAFKA.bootstrapServers()))) {
      String name = Topics.VIDEOS.name();
      admin.deleteTopics(java.util.List.of(name)).all().get();
      await().ignoreExceptions().until(() -> !admin.listTopics().names().get().contains(name));
      admin
          .createTopics(
              java.util.List.of(
                  new NewTopic(name, 4, (short) 1).configs(Map.of("cleanup.policy", "compact"))))
          .all()
          .get();
    }
    KAFKA.send(Topics.VIDEOS, "it-new", TestEvents.video("it-new", "anna"));

    start();

    await().until(() -> http.get("/v1/videos/it-new").status() == 200);
    assertThat(http.get("/v1/videos/it-old").status()).isEqualTo(404);
  }

  @Test
  void readsATopicAgainWhereItWasAwayForLongerThanRemovalsAreKept() {
    KAFKA.send(Topics.USER_STATES, "it-here", state("it-here", "cat"));
    await().until(() -> http.get("/v1/users/it-here/state").status() == 200);
    server.close();
    try (LocalStore store = LocalStores.open(dir);
        Changes changes = store.changes()) {
      byte[] state =
          Topics.USER_STATES
              .valueSerde()
              .serializer()
              .serialize(Topics.USER_STATES.name(), state("it-gone", "cat"));
      byte[] longAgo = ByteBuffer.allocate(Long.BYTES).putLong(1_000).array();
      // neither the state nor its removal is in the topic any more
      changes.put(
          Family.USER_STATES,
          "it-gone",
          ByteBuffer.allocate(Long.BYTES + state.length).putLong(1).put(state).array());
      changes.put(Family.OFFSETS, "user-states/end", longAgo);
      store.write(changes);
    }

    start();

    await().until(() -> http.get("/v1/users/it-gone/state").status() == 404);
    assertThat(http.get("/v1/users/it-here/state").status()).isEqualTo(200);
  }

  @Test
  void answersThatKafkaIsUnavailableAndGoesOnWhenItIsBack() {
    String event =
        """
        {"eventId":"it9","user":"erin","video":"cat","kind":"LIKE","occurredAt":"2026-01-01T00:00:00Z"}""";
    KAFKA.stopBroker();

    Http.Answer down = http.post("/v1/events", event);
    Http.Answer page = http.get("/v1/users/erin/recommendations");
    KAFKA.startBroker();

    assertThat(down.status()).isEqualTo(503);
    assertThat(down.json().path("type").asText())
        .isEqualTo("urn:freshet:problem:kafka-unavailable");
    assertThat(page.status()).isEqualTo(200);
    await().until(() -> http.post("/v1/events", event).status() == 202);
  }

  @Test
  void exportsEveryMetricThatDashboardsAndAlertsRead() {
    http.get("/v1/users/it-frank/recommendations");

    assertThat(Monitoring.exported(http.get("/prometheus").body()))
        .containsAll(Monitoring.ofThisCheckout().metrics("serving"));
  }

  private static UserState state(String user, String video) {
    FeedbackEvent event = TestEvents.longView(user, video, Instant.parse("2026-01-01T12:00:00Z"));
    return Objects.requireNonNull(UserStates.apply(null, event, HistoryConfig.defaults()));
  }
}

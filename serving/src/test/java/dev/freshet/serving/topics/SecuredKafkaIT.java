package dev.freshet.serving.topics;

import static dev.freshet.testkit.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.models.history.HistoryConfig;
import dev.freshet.models.history.UserStates;
import dev.freshet.schemas.topic.KafkaClients;
import dev.freshet.schemas.topic.Topics;
import dev.freshet.serving.Http;
import dev.freshet.testkit.EmbeddedKafka;
import dev.freshet.testkit.TestEvents;
import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A node with a broker that speaks TLS and lets it do what the deploy guide says. */
class SecuredKafkaIT {

  @RegisterExtension static final EmbeddedKafka KAFKA = EmbeddedKafka.guarded(2);

  @TempDir Path dir;

  @Test
  void writesEventsAndFollowsTopicsWithTheGivenProperties() {
    try (EmbeddedServer server = ApplicationContext.run(EmbeddedServer.class, properties())) {
      Http http = new Http(server.getURI());

      assertThat(
              http.post(
                      "/v1/events",
                      """
                      {"eventId":"s1","user":"sam","video":"cat","kind":"LIKE",
                       "occurredAt":"2026-01-01T00:00:00Z"}""")
                  .status())
          .isEqualTo(202);
      assertThat(KAFKA.awaitRecords(Topics.FEEDBACK_EVENTS, 1).getFirst().key()).isEqualTo("sam");

      KAFKA.send(
          Topics.USER_STATES,
          "sam",
          UserStates.apply(
              null, TestEvents.longView("sam", "cat", Instant.now()), HistoryConfig.defaults()));
      await()
          .untilAsserted(() -> assertThat(http.get("/v1/users/sam/state").status()).isEqualTo(200));
      assertThat(
              http.post(
                      "/v1/videos", "{\"video\":\"cat\",\"author\":\"ann\",\"lengthMillis\":9000}")
                  .status())
          .isEqualTo(202);
      await().untilAsserted(() -> assertThat(http.get("/v1/videos/cat").status()).isEqualTo(200));
      assertThat(http.get("/v1/users/sam/recommendations").status()).isEqualTo(200);
      assertThat(KAFKA.awaitRaw("served-slates", 1)).isNotEmpty();
      assertThat(http.get("/v1/dead-letters/feedback-events").status()).isEqualTo(200);
      assertThat(http.delete("/v1/users/sam").status()).isEqualTo(202);
    }
  }

  private Map<String, Object> properties() {
    Map<String, Object> all =
        new HashMap<>(
            Map.of(
                "micronaut.server.port",
                "-1",
                "freshet.kafka.bootstrap-servers",
                KAFKA.bootstrapServers(),
                "freshet.kafka.partitions",
                "2",
                "freshet.store.dir",
                dir.toString()));
    KAFKA
        .clientProperties("serving")
        .forEach((key, value) -> all.put(KafkaClients.PREFIX + key, value));
    return all;
  }
}

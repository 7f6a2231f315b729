package dev.freshet.serving.audit;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.freshet.serving.Http;
import dev.freshet.serving.Http.Answer;
import dev.freshet.serving.access.Role;
import dev.freshet.serving.access.TestKey;
import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class AuditTrailTest {

  @TempDir Path dir;
  private final TestKey admin = TestKey.of("ops", Role.ADMIN);
  private final TestKey reader = TestKey.of("feed", Role.READ);
  private final ListAppender<ILoggingEvent> trail = new ListAppender<>();
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
                admin.record() + "," + reader.record()));
    http = new Http(server.getURI());
    trail.start();
    logger().setLevel(Level.INFO);
    logger().addAppender(trail);
  }

  @AfterEach
  void stop() {
    logger().detachAppender(trail);
    server.close();
  }

  @Test
  void saysWhoErasedByTheReceiptAndNotByTheUser() {
    Answer receipt = as(admin).delete("/v1/users/alice");

    assertThat(receipt.status()).isEqualTo(202);
    assertThat(logged())
        .containsEntry("principal", "ops")
        .containsEntry("address", "127.0.0.1")
        .containsEntry("action", "DELETE /v1/users/{user}")
        .containsEntry("outcome", "done")
        .containsEntry("requestId", receipt.json().path("requestId").asText());
    assertThat(trail.list.toString() + logged()).doesNotContain("alice");
  }

  @Test
  void saysWhoWasRefused() {
    assertThat(as(reader).delete("/v1/users/alice").status()).isEqualTo(403);
    assertThat(logged()).containsEntry("principal", "feed").containsEntry("outcome", "refused");

    assertThat(http.delete("/v1/users/alice").status()).isEqualTo(401);
    assertThat(logged()).containsEntry("principal", "-").containsEntry("status", "401");
  }

  @Test
  void saysWhoRolledAModelBackAndToWhat() {
    as(admin).post("/v1/models/sasrec/rollback", "{\"latest\":true}");

    assertThat(logged())
        .containsEntry("action", "POST /v1/models/{model}/rollback")
        .containsEntry("model", "sasrec")
        .containsEntry("serves", "latest")
        .containsEntry("outcome", "done");
  }

  @Test
  void saysWhoTookAVideoOutButNotWhoReadsOrTakesIn() {
    as(reader).get("/v1/trending");
    as(admin).post("/v1/events", "{}");
    assertThat(trail.list).isEmpty();

    as(admin).delete("/v1/videos/cat");
    assertThat(logged()).containsEntry("video", "cat").containsEntry("principal", "ops");
  }

  /** What the trail's last line holds. */
  private Map<String, String> logged() {
    Map<String, String> fields = new LinkedHashMap<>();
    trail
        .list
        .getLast()
        .getKeyValuePairs()
        .forEach(pair -> fields.put(pair.key, String.valueOf(pair.value)));
    return fields;
  }

  private Http as(TestKey key) {
    return http.with(Map.of("X-API-Key", key.secret()));
  }

  private static Logger logger() {
    return (Logger) LoggerFactory.getLogger("dev.freshet.audit");
  }
}

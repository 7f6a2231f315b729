package dev.freshet.serving.releases;

import static dev.freshet.testkit.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.freshet.serving.Http;
import dev.freshet.serving.Http.Answer;
import dev.freshet.serving.Stock;
import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReleaseControllerTest {

  private static final String RELEASES = "/v1/models/sasrec/releases";
  private static final String ROLLBACK = "/v1/models/sasrec/rollback";

  @TempDir Path dir;
  private EmbeddedServer server;
  private Http http;

  @BeforeEach
  void start() {
    server =
        ApplicationContext.run(
            EmbeddedServer.class,
            Map.of(
                "micronaut.server.port", "-1",
                "freshet.kafka.follow", "false",
                "freshet.store.dir", dir.toString()));
    http = new Http(server.getURI());
    Stock stock = server.getApplicationContext().getBean(Stock.class);
    stock.release("g1", 1);
    stock.release("g1", 2);
    await().until(() -> active(2));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void listsTheReleasesNewestFirst() {
    JsonNode answer = http.get(RELEASES).json();

    assertThat(answer.path("model").asText()).isEqualTo("sasrec");
    assertThat(answer.path("releases")).hasSize(2);
    JsonNode newest = answer.at("/releases/0");
    assertThat(newest.path("generation").asText()).isEqualTo("g1");
    assertThat(newest.path("step").asInt()).isEqualTo(2);
    assertThat(newest.path("learnedUpTo").asText()).isEqualTo("2026-01-01T12:00:00Z");
    assertThat(newest.path("metrics").path("auc").asDouble()).isEqualTo(0.5);
    assertThat(newest.path("active").asBoolean()).isTrue();
    assertThat(newest.path("pinned").asBoolean()).isFalse();
  }

  @Test
  void goesBackToAReleaseAndForwardToTheLatest() {
    Answer back = http.post(ROLLBACK, "{\"generation\":\"g1\",\"step\":1}");

    assertThat(back.status()).isEqualTo(200);
    assertThat(back.json().at("/releases/1/pinned").asBoolean()).isTrue();
    await().until(() -> active(1));
    Answer latest = http.post(ROLLBACK, "{\"latest\":true}");
    assertThat(latest.json().at("/releases/1/pinned").asBoolean()).isFalse();
    await().until(() -> active(2));
  }

  @Test
  void answersWithAProblemWhatItDoesNotKeep() {
    Answer release = http.post(ROLLBACK, "{\"generation\":\"g1\",\"step\":3}");
    Answer model = http.post("/v1/models/other/rollback", "{\"latest\":true}");
    Answer releases = http.get("/v1/models/other/releases");

    assertThat(release.status()).isEqualTo(404);
    assertThat(release.json().path("type").asText())
        .isEqualTo("urn:freshet:problem:unknown-release");
    assertThat(model.json().path("type").asText()).isEqualTo("urn:freshet:problem:unknown-model");
    assertThat(releases.json().path("type").asText())
        .isEqualTo("urn:freshet:problem:unknown-model");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{}| generation",
        "{'step':1}| generation",
        "{'generation':'g1'}| step",
        "{'generation':'g1','step':-1}| step",
        "{'generation':'g1','step':1,'latest':true}| latest",
        "{'latest':'yes'}| latest",
        "{'newest':true}| newest",
        "[]| body"
      })
  void namesTheFieldThatBreaksARule(String body, String field) {
    Answer answer = http.post(ROLLBACK, body.replace('\'', '"'));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().at("/errors/0/field").asText()).isEqualTo(field);
  }

  private boolean active(int step) {
    for (JsonNode release : http.get(RELEASES).json().path("releases")) {
      if (release.path("active").asBoolean()) {
        return release.path("step").asInt() == step;
      }
    }
    return false;
  }
}

package dev.freshet.serving.limits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.serving.Http;
import dev.freshet.serving.Http.Answer;
import dev.freshet.serving.InMemoryTopicWriter;
import dev.freshet.serving.RawHttp;
import dev.freshet.serving.Stock;
import dev.freshet.serving.StubModelLoader;
import dev.freshet.testkit.Patience;
import dev.freshet.testkit.TestEvents;
import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a node does when it is asked too much. */
class LimitsTest {

  private static final String EVENT =
      """
      {"eventId":"e1","user":"alice","video":"cat","kind":"LIKE","occurredAt":"2026-01-01T00:00:00Z"}""";

  @TempDir Path dir;

  @Test
  void sendsACallerAwayWhoAsksTooOftenAndSaysWhenToComeBack() {
    try (EmbeddedServer server =
        start(Map.of("freshet.limits.requests-per-second", "1", "freshet.limits.burst", "3"))) {
      Http http = new Http(server.getURI());

      List<Answer> burst = IntStream.range(0, 3).mapToObj(i -> http.get("/v1/trending")).toList();
      // the fourth, or a later one where the first three took seconds
      Answer limited =
          Stream.generate(() -> http.get("/v1/trending"))
              .limit(1_000)
              .filter(answer -> answer.status() != 200)
              .findFirst()
              .orElseThrow();

      assertThat(burst).allMatch(answer -> answer.status() == 200);
      assertThat(limited.status()).isEqualTo(429);
      assertThat(limited.type()).isEqualTo("application/problem+json");
      assertThat(limited.json().path("type").asText())
          .isEqualTo("urn:freshet:problem:too-many-requests");
      assertThat(limited.header("Retry-After")).isEqualTo("1");
      assertThat(http.get("/health").status()).isEqualTo(200);
      assertThat(http.get("/prometheus").body())
          .containsPattern("freshet_serving_requests_limited_total [1-9]");
    }
  }

  @Test
  void answersAPageBeyondThoseInTheMakingWithWhatIsTrending() {
    try (EmbeddedServer server =
        start(Map.of("freshet.limits.pages-at-once", "1", "freshet.recommend.budget", "1h"))) {
      Http http = new Http(server.getURI());
      Stock stock = server.getApplicationContext().getBean(Stock.class);
      stock.put(TestEvents.video("a", "anna"));
      stock.putTrending("main", "a");
      stock.release("g1", 1);
      Patience.await()
          .until(() -> http.get("/health").json().at("/details/model/details/step").asInt() == 1);
      CountDownLatch begun = new CountDownLatch(1);
      CountDownLatch over = new CountDownLatch(1);
      server
          .getApplicationContext()
          .getBean(StubModelLoader.class)
          .beforeScore(
              () -> {
                begun.countDown();
                await(over);
              });
      var first = CompletableFuture.supplyAsync(() -> http.get("/v1/users/alice/recommendations"));
      await(begun);

      Answer second = http.get("/v1/users/bob/recommendations");
      over.countDown();

      assertThat(second.status()).isEqualTo(200);
      assertThat(second.json().path("fallback").asText()).isEqualTo("overloaded");
      assertThat(second.json().at("/videos/0/source").asText()).isEqualTo("trending");
      assertThat(first.join().json().path("fallback").isNull()).isTrue();
    }
  }

  @Test
  void sendsABodyBackWhileTooManyWaitForKafka() {
    try (EmbeddedServer server = start(Map.of("freshet.limits.bodies-at-once", "1"))) {
      Http http = new Http(server.getURI());
      CountDownLatch begun = new CountDownLatch(1);
      CountDownLatch over = new CountDownLatch(1);
      server
          .getApplicationContext()
          .getBean(InMemoryTopicWriter.class)
          .beforeWriting(
              () -> {
                begun.countDown();
                await(over);
              });
      var first = CompletableFuture.supplyAsync(() -> http.post("/v1/events", EVENT));
      await(begun);

      List<Answer> others =
          IntStream.range(0, 20).mapToObj(i -> http.post("/v1/events", EVENT)).toList();
      over.countDown();

      assertThat(others)
          .allSatisfy(
              answer -> {
                assertThat(answer.status()).isEqualTo(429);
                assertThat(answer.json().path("type").asText())
                    .isEqualTo("urn:freshet:problem:node-busy");
                assertThat(answer.header("Retry-After")).isEqualTo("1");
              });
      assertThat(first.join().status()).isEqualTo(202);
      assertThat(http.post("/v1/events", EVENT).status()).isEqualTo(202);
    }
  }

  @Test
  void sendsABodyBackBeforeItIsReadWhileTooManyBytesAreUnderWay() {
    try (EmbeddedServer server = start(Map.of("freshet.limits.body-bytes-of-caller", "1000"))) {
      Http http = new Http(server.getURI());
      String head =
          "POST /v1/events HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/json\r\n";

      try (RawHttp first = RawHttp.to(server.getURI());
          RawHttp second = RawHttp.to(server.getURI())) {
        first.send(head + "Content-Length: 1000\r\n\r\n");
        awaitBodyBytes(http, "1000.0");

        assertThat(second.send(head + "Content-Length: 1000\r\n\r\n").readToEnd())
            .startsWith("HTTP/1.1 429 ")
            .contains("node-busy");
        assertThat(http.post("/v1/events", EVENT).body()).contains("node-busy");
      }

      awaitBodyBytes(http, "0.0");
      assertThat(http.post("/v1/events", EVENT).status()).isEqualTo(202);
    }
  }

  private static void awaitBodyBytes(Http http, String bytes) {
    Patience.await()
        .until(() -> http.get("/prometheus").body().contains("serving_body_bytes " + bytes));
  }

  private EmbeddedServer start(Map<String, Object> properties) {
    Map<String, Object> all = new HashMap<>(properties);
    all.put("micronaut.server.port", "-1");
    all.put("freshet.kafka.follow", "false");
    all.put("freshet.store.dir", dir.toString());
    return ApplicationContext.run(EmbeddedServer.class, all);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

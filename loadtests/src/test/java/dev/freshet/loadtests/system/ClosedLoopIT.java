package dev.freshet.loadtests.system;

import static dev.freshet.testkit.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.freshet.loadtests.http.FeedClient;
import dev.freshet.loadtests.http.Page;
import dev.freshet.testkit.Patience;
import dev.freshet.testkit.browser.Chromium;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs everything once, {@code ./freshet up} in an empty folder, for all tests of the whole system
 * with its simulated users.
 */
class ClosedLoopIT {

  /** Deadline of erasures in all places. */
  private static final String SHORT = "10s";

  /** Listening sockets of each process: an unexpected one is a door that nobody watches. */
  private static final Map<String, Integer> LISTENERS =
      Map.of("broker", 2, "flink", 3, "streams", 1, "trainer", 3, "serving", 1, "users", 0);

  @TempDir static Path var;

  private static @Nullable SpanCollector collector;
  private static @Nullable Launched launched;

  @BeforeAll
  static void start() throws IOException {
    SpanCollector spans = new SpanCollector();
    collector = spans;
    launched =
        Launched.with(
            Map.of(
                "FRESHET_RECOMMEND_BUDGET",
                "10s", // what pages hold matters here, not the time
                "FRESHET_STORE_ERASED_WITHIN",
                SHORT,
                "FRESHET_KAFKA_ERASED_WITHIN",
                SHORT,
                "FRESHET_STREAMS_ERASE_WITHIN",
                "PT" + SHORT,
                "FRESHET_TRACING_ENDPOINT",
                spans.endpoint(),
                "FRESHET_TRACING_FOLLOW_CLIENTS",
                "true"),
            "up",
            var,
            "--port",
            "0",
            "--kafka-port",
            "0",
            "--streams-port",
            "0",
            "--flink-port",
            "0",
            "--trainer-port",
            "0",
            "--rate",
            "200",
            "--set",
            "freshet.kafka.erased-within=" + SHORT,
            "--set",
            "freshet.state.erased-within=" + SHORT,
            "--set",
            "freshet.tracing.endpoint=" + spans.endpoint());
  }

  @AfterAll
  static void stop() throws IOException {
    SpanCollector spans = collector();
    Launched system = system();
    try (spans;
        system) {
      system.stop(Patience.LIMIT);
    }
    JsonNode audience = new JsonMapper().readTree(var.resolve("reports/audience.json").toFile());
    assertThat(audience.path("eventsAcknowledged").asLong()).isGreaterThan(1_000);
    assertThat(audience.path("eventsRejected").asLong()).isZero();
    assertThat(audience.path("modelPages").asLong()).isPositive();
    assertThat(audience.at("/total/personalised/impressions").asLong()).isPositive();
  }

  @Test
  void learnsFromItsAudienceAndForgetsWhoIsErased() throws Exception {
    Launched system = system();
    URI url = URI.create(system.awaitLine("http://127\\.0\\.0\\.1:\\d+", Patience.LIMIT).group());
    String kafka = system.awaitLine("Kafka: (127\\.0\\.0\\.1:\\d+)", Patience.LIMIT).group(1);
    try (var client = new FeedClient(url, Patience.LIMIT)) {
      assertThat(client.ready()).isTrue();
      assertThat(page(client).videos()).isNotEmpty();

      await().untilAsserted(() -> assertThat(trending(url)).isNotEmpty());
      Page personalised =
          await()
              .until(
                  () -> page(client), page -> page.knows().step() > 0 && page.fallback() == null);
      await()
          .until(
              () -> page(client),
              page ->
                  page.knows().step() > personalised.knows().step()
                      && page.knows().rowsStep() > personalised.knows().rowsStep());
      new ErasedUserSteps(url, client, new TopicRecords(kafka)).run();
      assertThat(system.childNames())
          .contains("broker", "flink", "trainer", "streams", "serving", "users");
    }
  }

  @Test
  void leavesNoByteOfAnErasedUserButWhereTheReceiptSays() throws Exception {
    String console = system().awaitLine("Console: (http://\\S+/)", Patience.LIMIT).group(1);

    new ErasedBytesSteps(URI.create(console), var).run();
  }

  @Test
  void followsAnEventFromItsRequestToThePageThatKnowsIt() throws Exception {
    String url = system().awaitLine("Console: (http://\\S+/)", Patience.LIMIT).group(1);

    new TracedEventSteps(URI.create(url), collector()).run();
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void everyListenerOfEveryProcessIsOnLoopback() {
    Launched system = system();
    system.awaitLine("Console: (http://\\S+/)", Patience.LIMIT);

    Map<String, Integer> listeners = new TreeMap<>();
    for (String name : system.childNames()) {
      List<InetAddress> addresses = ListeningSockets.of(system.child(name));
      assertThat(addresses).as(name).allMatch(InetAddress::isLoopbackAddress);
      listeners.put(name, addresses.size());
    }

    assertThat(listeners).isEqualTo(LISTENERS);
  }

  /** Skipped where there is no browser. */
  @Nested
  class InTheConsole {

    @RegisterExtension static final Chromium CHROMIUM = new Chromium();

    @Test
    void likesShiftThePagesTopicsHideRemovesTheAuthorAndTheCurvesMove() {
      String console = system().awaitLine("Console: (http://\\S+/)", Patience.LIMIT).group(1);

      new ConsoleSteps(CHROMIUM, URI.create(console)).run();
    }
  }

  private static SpanCollector collector() {
    return Objects.requireNonNull(collector, "started before all tests");
  }

  private static Launched system() {
    return Objects.requireNonNull(launched, "started before all tests");
  }

  private static Page page(FeedClient client) {
    return client.page("a-reader", 10, "main", "personalised");
  }

  private static JsonNode trending(URI url) throws IOException, InterruptedException {
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpResponse<String> response =
          http.send(
              HttpRequest.newBuilder(url.resolve("/v1/trending?surface=main&count=10")).build(),
              HttpResponse.BodyHandlers.ofString());
      return new JsonMapper().readTree(response.body()).path("videos");
    }
  }
}

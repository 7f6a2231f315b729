package dev.freshet.serving.console;

import static dev.freshet.testkit.Patience.await;
import static java.util.Objects.requireNonNull;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Route;
import dev.freshet.schemas.event.EventKind;
import dev.freshet.schemas.event.FeedbackEvent;
import dev.freshet.schemas.topic.Topics;
import dev.freshet.serving.Http;
import dev.freshet.testkit.EmbeddedKafka;
import dev.freshet.testkit.TestEvents;
import dev.freshet.testkit.browser.Chromium;
import dev.freshet.testkit.browser.Chromium.Visit;
import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A node with 32 videos, a real broker and a real browser; nothing else runs. The first class of
 * tests starts them, for all that come after it: a test that leaves something behind does so under
 * a name of its own.
 */
final class ConsoleNode implements BeforeAllCallback {

  private static final List<String> TOPICS = List.of("ramen", "kitten", "guitar", "rockets");

  private @Nullable Running running;

  /** What is started once, and closed by JUnit after the last test. */
  private record Running(
      ExtensionContext context,
      Chromium chromium,
      EmbeddedKafka kafka,
      Path dir,
      EmbeddedServer server)
      implements AutoCloseable {

    static Running start(ExtensionContext context) {
      Chromium chromium = new Chromium();
      chromium.beforeAll(context); // first, as without a browser the tests are skipped
      EmbeddedKafka kafka = new EmbeddedKafka().start();
      Path dir;
      try {
        dir = Files.createTempDirectory("freshet-console");
      } catch (IOException e) {
        throw new UncheckedIOException("creating the folder of the test's node", e);
      }
      EmbeddedServer server =
          ApplicationContext.run(
              EmbeddedServer.class,
              Map.of(
                  "micronaut.server.port",
                  "-1",
                  "freshet.kafka.bootstrap-servers",
                  kafka.bootstrapServers(),
                  "freshet.console.linger",
                  "1s",
                  "freshet.store.dir",
                  dir.toString()));
      return new Running(context, chromium, kafka, dir, server);
    }

    @Override
    public void close() throws IOException {
      server.close();
      kafka.close();
      chromium.afterAll(context);
      Utils.delete(dir.toFile());
    }
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    ExtensionContext root = context.getRoot();
    running =
        root.getStore(ExtensionContext.Namespace.create(ConsoleNode.class))
            .getOrComputeIfAbsent(
                Running.class, key -> withVideos(Running.start(root)), Running.class);
  }

  private static Running withVideos(Running running) {
    for (int i = 0; i < 32; i++) {
      String topic = TOPICS.get(i % TOPICS.size());
      String id = "video-" + i;
      running
          .kafka()
          .send(Topics.VIDEOS, id, TestEvents.video(id, topic + ".author-" + i % 8, topic));
    }
    Http http = new Http(running.server().getURI());
    await().until(() -> http.get("/v1/videos?count=100").json().path("videos").size() == 32);
    return running;
  }

  private Running running() {
    return requireNonNull(running, "JUnit has not started it");
  }

  /** The broker. */
  EmbeddedKafka kafka() {
    return running().kafka();
  }

  /** Where the node answers. */
  URI uri() {
    return running().server().getURI();
  }

  /** A visitor at this place of the console, such as {@code #/pipeline}. */
  Visit open(String place, int width, int height, boolean dark) {
    return running().chromium().visit(URI.create(uri() + "/" + place), width, height, dark);
  }

  /** What the node wrote of a user's events. */
  List<FeedbackEvent> events(String user, EventKind kind) {
    return kafka().records(Topics.FEEDBACK_EVENTS).stream()
        .filter(record -> record.key().equals(user) && record.value().getKind() == kind)
        .map(ConsumerRecord::value)
        .toList();
  }

  /** Answers in the node's place. */
  static void answer(Route route, int status, String body) {
    route.fulfill(
        new Route.FulfillOptions()
            .setStatus(status)
            .setContentType("application/json")
            .setBody(body));
  }

  /** Those that hold this text. */
  static Locator.FilterOptions text(String text) {
    return new Locator.FilterOptions().setHasText(text);
  }

  /** How many points a curve has. */
  static int points(Locator plot) {
    return Integer.parseInt(plot.getAttribute("data-points"));
  }
}

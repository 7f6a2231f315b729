package dev.freshet.serving.browser;

import static dev.freshet.testkit.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.freshet.schemas.topic.Topics;
import dev.freshet.serving.InMemoryTopicWriter;
import dev.freshet.testkit.browser.Chromium;
import dev.freshet.testkit.browser.Chromium.Visit;
import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A page of another site, in a real browser, tries what it can on a node without keys. */
class OtherSiteIT {

  /** {@code evil.example} is a name that leads to this machine, as after DNS rebinding. */
  @RegisterExtension
  static final Chromium CHROMIUM =
      new Chromium("--host-resolver-rules=MAP evil.example 127.0.0.1, MAP app.example 127.0.0.1");

  @TempDir static Path dir;
  private static HttpServer site;
  private static EmbeddedServer node;

  @BeforeAll
  static void start() throws IOException {
    site = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    site.createContext(
        "/",
        exchange -> {
          byte[] page = "<!doctype html><title>site</title>".getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().set("Content-Type", "text/html");
          exchange.sendResponseHeaders(200, page.length);
          exchange.getResponseBody().write(page);
          exchange.close();
        });
    site.start();
    node =
        ApplicationContext.run(
            EmbeddedServer.class,
            Map.of(
                "micronaut.server.port",
                "-1",
                "freshet.kafka.follow",
                "false",
                "freshet.store.dir",
                dir.toString(),
                "freshet.access.origins",
                "http://app.example:" + site.getAddress().getPort()));
  }

  @AfterAll
  static void stop() {
    node.close();
    site.stop(0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"evil.example", "x.localhost", "localhost"})
  void cannotSendAnythingNorReadAnything(String name) {
    int before = written();
    for (String target : List.of("localhost", "127.0.0.1", "x.localhost", "evil.example")) {
      assertThat(attack(name, target)).as("from %s to %s", name, target).isEqualTo("nothing");
    }

    assertThat(written()).isEqualTo(before);
  }

  @Test
  void cannotReadNorEraseByANameThatItHasPointedAtTheNode() {
    int before = written();
    try (Visit visit = open(URI.create("http://evil.example:" + node.getPort() + "/"))) {
      Object answers =
          visit
              .page()
              .evaluate(
                  """
                  async () => [
                    (await fetch('/v1/trending')).status,
                    (await fetch('/v1/users/alice', {method: 'DELETE'})).status,
                  ]""");

      assertThat(answers).isEqualTo(List.of(421, 421));
    }
    assertThat(written()).isEqualTo(before);
  }

  @Test
  void mayAskAndSendBeaconsWhereItsOriginIsConfigured() {
    int before = written();
    try (Visit visit = open(page("app.example"))) {
      Object status =
          visit
              .page()
              .evaluate(
                  """
                  async (node) => {
                    navigator.sendBeacon(node + '/v1/events', JSON.stringify({eventId: 'b1', user: 'alice',
                      video: 'cat', kind: 'LIKE', occurredAt: '2026-01-01T00:00:00Z'}));
                    return (await fetch(node + '/v1/trending', {headers: {'X-API-Key': 'x'}})).status;
                  }""",
                  node.getURI().toString());

      assertThat(status).isEqualTo(200);
      await().until(() -> written() == before + 1);
    }
  }

  /** What a page of {@code name} gets from the node under {@code target}: nothing, or what. */
  private static String attack(String name, String target) {
    try (Visit visit = open(page(name))) {
      return String.valueOf(
          visit
              .page()
              .evaluate(
                  """
                  async (node) => {
                    const event = JSON.stringify({eventId: 'x1', user: 'alice', video: 'cat', kind: 'LIKE',
                      occurredAt: '2026-01-01T00:00:00Z'});
                    const read = [];
                    const ask = async (path, init) => {
                      try {
                        const answer = await fetch(node + path, init);
                        if (answer.type !== 'opaque') read.push(`${path} ${answer.status}`);
                      } catch { /* the browser keeps the answer */ }
                    };
                    await ask('/v1/trending');
                    await ask('/v1/users/alice', {method: 'DELETE'});
                    await ask('/v1/events', {method: 'POST', body: event, headers: {'Content-Type': 'application/json'}});
                    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data']) {
                      for (const path of ['/v1/events', '/v1/videos', '/v1/models/sasrec/rollback']) {
                        await ask(path, {method: 'POST', mode: 'no-cors', body: new Blob([event], {type})});
                      }
                    }
                    await ask('/v1/events', {method: 'POST', mode: 'no-cors', body: new Blob([event])});
                    navigator.sendBeacon(node + '/v1/events', event);
                    await new Promise(done => {
                      const image = new Image();
                      image.onload = () => { read.push('image'); done(); };
                      image.onerror = done;
                      image.src = node + '/v1/users/alice/recommendations';
                    });
                    return read.join() || 'nothing';
                  }""",
                  "http://" + target + ":" + node.getPort()));
    }
  }

  private static int written() {
    InMemoryTopicWriter topics = node.getApplicationContext().getBean(InMemoryTopicWriter.class);
    return Topics.ALL.stream().mapToInt(topic -> topics.entries(topic).size()).sum();
  }

  private static Visit open(URI page) {
    return CHROMIUM.visit(page, 800, 600, false);
  }

  private static URI page(String name) {
    return URI.create("http://" + name + ":" + site.getAddress().getPort() + "/");
  }
}

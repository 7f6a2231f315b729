package dev.freshet.loadtests.faults.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two nodes, one of which may be gone. */
class FeedTest {

  private final Answers answers = new Answers();
  private final AtomicInteger pagesOfOne = new AtomicInteger();
  private final AtomicInteger pagesOfTwo = new AtomicInteger();

  private HttpServer one;
  private HttpServer two;
  private Feed feed;

  @BeforeEach
  void start() throws IOException {
    one = node(pagesOfOne);
    two = node(pagesOfTwo);
    feed = new Feed(List.of(url(one), url(two)), answers);
  }

  @AfterEach
  void stop() {
    feed.close();
    one.stop(0);
    two.stop(0);
  }

  @Test
  void asksTheNodesInTurn() {
    for (int i = 0; i < 4; i++) {
      feed.page("alice");
    }

    assertThat(pagesOfOne).hasValue(2);
    assertThat(pagesOfTwo).hasValue(2);
    assertThat(answers.counts().silent()).isZero();
  }

  @Test
  void goesToTheOtherWhereOneIsGone() throws InterruptedException {
    one.stop(0);

    for (int i = 0; i < 4; i++) {
      assertThat(feed.page("alice")).map(Feed.Seen::stateVersion).contains(3L);
      feed.send(List.of(), Duration.ZERO);
    }

    assertThat(answers.counts().pages()).isEqualTo(4);
    assertThat(answers.counts().silent()).isPositive();
    assertThat(answers.counts().unanswered()).isZero();
  }

  @Test
  void saysThatNobodyAnswered() {
    one.stop(0);
    two.stop(0);

    assertThat(feed.page("alice")).isEmpty();
    assertThat(answers.counts().silent()).isEqualTo(2);
    assertThat(answers.counts().unanswered()).isEqualTo(1);
  }

  @Test
  void asksEachNodeWhereAllMustKnow() {
    two.stop(0);

    assertThat(feed.pageOfEach("alice"))
        .extracting(Optional::isPresent)
        .containsExactly(true, false);
  }

  private static HttpServer node(AtomicInteger pages) throws IOException {
    HttpServer node =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    node.createContext(
        "/",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          boolean page = exchange.getRequestMethod().equals("GET");
          pages.addAndGet(page ? 1 : 0);
          byte[] body =
              (page ? "{\"knows\":{\"stateVersion\":3}}" : "{\"accepted\":0}")
                  .getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(page ? 200 : 202, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    node.start();
    return node;
  }

  private static URI url(HttpServer node) {
    return URI.create("http://127.0.0.1:" + node.getAddress().getPort());
  }
}

package dev.freshet.serving;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.testkit.Patience;
import dev.freshet.testkit.TestEvents;
import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** A whole node, by HTTP and by what is none: it answers, and never with a fault of its own. */
@SuppressWarnings("NullAway.Init") // jqwik starts the node first
class HttpFuzzTest {

  private static final List<String> POSTS =
      List.of(
          "/v1/events",
          "/v1/videos",
          "/v1/users/alice/recommendations",
          "/v1/models/sasrec/rollback");

  private static final List<byte[]> BODIES =
      Fuzz.bytes(
          """
          {"eventId":"e1","user":"alice","video":"cat","kind":"LIKE","occurredAt":"2026-01-01T00:00:00Z"}""",
          """
          [{"video":"cat","author":"anna","lengthMillis":12000,"modalities":{"visual":[0.5,1]}}]""",
          """
          {"count":5,"exclude":["a"],"explain":true,"strategy":"random","events":[]}""",
          "{\"generation\":\"g1\",\"step\":1}");

  private static final List<byte[]> PATHS =
      Fuzz.bytes(
          "/v1/users/alice/recommendations?count=5&surface=home&device=web&explain=true&exclude=a,b&strategy=trending",
          "/v1/videos/cat/similar?count=7",
          "/v1/trending?surface=main&count=3",
          "/v1/users/alice/state",
          "/v1/models/sasrec/releases",
          "/health/readiness");

  private static final List<byte[]> REQUESTS =
      Fuzz.bytes(
          "GET /v1/trending?count=3 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
          "POST /v1/events HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}",
          "POST /v1/videos HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n[]\r\n0\r\n\r\n");

  private static Path dir;
  private static EmbeddedServer server;
  private static Http http;

  @BeforeContainer
  static void start() throws IOException {
    dir = Files.createTempDirectory("freshet-fuzz");
    server =
        ApplicationContext.run(
            EmbeddedServer.class,
            Map.of(
                "micronaut.server.port", "-1",
                "freshet.kafka.follow", "false",
                "freshet.store.dir", dir.toString()));
    http = new Http(server.getURI());
    Stock stock = server.getApplicationContext().getBean(Stock.class);
    stock.put(TestEvents.video("cat", "anna", "pets"));
    stock.put(TestEvents.video("dog", "ben", "pets"));
  }

  @AfterContainer
  static void stop() throws IOException {
    server.close();
    try (Stream<Path> files = Files.walk(dir)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  @Property(tries = Fuzz.ROUNDS, seed = "42", shrinking = ShrinkingMode.OFF)
  void answersEveryBody(@ForAll Random random) {
    Fuzz.round(
        random,
        3_000,
        BODIES,
        body -> answered(http.post(POSTS.get(random.nextInt(POSTS.size())), body)));
  }

  @Property(tries = Fuzz.ROUNDS, seed = "42", shrinking = ShrinkingMode.OFF)
  void answersEveryPathAndParameter(@ForAll Random random) {
    Fuzz.round(random, 3_000, PATHS, path -> answered(http.get("/" + encoded(path, random))));
  }

  @Property(tries = Fuzz.ROUNDS, seed = "42", shrinking = ShrinkingMode.OFF)
  void outlivesWhatIsNoRequest(@ForAll Random random) {
    Fuzz.round(random, 1_000, REQUESTS, HttpFuzzTest::send);

    assertThat(http.get("/health/liveness").status()).isEqualTo(200);
  }

  private static void answered(Http.Answer answer) {
    assertThat(answer.status()).as(answer.body()).isBetween(200, 499);
    if (answer.status() >= 400) {
      assertThat(answer.type()).isEqualTo("application/problem+json");
      assertThat(answer.json().path("status").asInt()).isEqualTo(answer.status());
    }
  }

  /** Whatever a client can send: the delimiters stay, all else is escaped. */
  private static String encoded(byte[] path, Random random) {
    StringBuilder encoded = new StringBuilder();
    for (byte b : path) {
      char c = (char) (b & 0xff);
      if ("/?&=,".indexOf(c) >= 0 || (c == '+' && random.nextBoolean())) {
        encoded.append(c);
      } else if (c < 128) {
        encoded.append(URLEncoder.encode(String.valueOf(c), StandardCharsets.US_ASCII));
      } else {
        encoded.append("%%%02X".formatted((int) c));
      }
    }
    return encoded.toString().replaceFirst("^/+", "");
  }

  /** Sends bytes and reads to the end, which the server sets once nothing comes any more. */
  private static void send(byte[] bytes) {
    try (Socket socket = new Socket(server.getHost(), server.getPort())) {
      socket.setSoTimeout(Math.toIntExact(Patience.LIMIT.toMillis()));
      socket.getOutputStream().write(bytes);
      socket.shutdownOutput();
      try (InputStream in = socket.getInputStream()) {
        String answer = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        assertThat(answer).doesNotStartWith("HTTP/1.1 5");
      }
    } catch (SocketTimeoutException e) {
      throw new AssertionError("no end within " + Patience.LIMIT, e);
    } catch (IOException e) {
      // the server may close a connection on which it finds no request, while bytes are under way
      assertThat(new UncheckedIOException(e)).isNotNull();
    }
  }
}

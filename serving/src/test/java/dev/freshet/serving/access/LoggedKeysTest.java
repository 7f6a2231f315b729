package dev.freshet.serving.access;

import static dev.freshet.testkit.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.serving.Application;
import dev.freshet.serving.Http;
import dev.freshet.serving.Http.Answer;
import dev.freshet.testkit.Patience;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node as it runs, which logs its own debug messages too: no key comes out of it. */
class LoggedKeysTest {

  private static final Pattern RUNNING = Pattern.compile("Server Running: (http://\\S+)");
  private static final String PATH = "/v1/trending";

  @TempDir private Path dir;

  private final ApiKey.Made right = key();
  private final ApiKey.Made wrong = key();
  private final ApiKey.Made malformed = key();

  @Test
  void showsNoKeyInWhatItLogsNorInItsAnswers() throws IOException, InterruptedException {
    Queue<String> logged = new ConcurrentLinkedQueue<>();
    List<Answer> answers = new ArrayList<>();
    String raw;
    Process node = start();
    try {
      Thread listener = Thread.ofVirtual().start(() -> listen(node, logged));
      URI server = awaitServer(logged);
      Http http = new Http(server);
      for (String secret : List.of(right.secret(), wrong.secret())) {
        answers.add(http.with(Map.of("X-API-Key", secret)).get(PATH));
        answers.add(http.with(Map.of("Authorization", "Bearer " + secret)).get(PATH));
        answers.add(http.with(Map.of("X-API-Key", secret)).delete("/v1/users/alice"));
      }
      String shapeless = malformed.secret().replace('.', '-');
      answers.add(http.with(Map.of("X-API-Key", shapeless)).get(PATH));
      answers.add(http.with(Map.of("X-API-Key", shapeless.repeat(9))).get(PATH));
      answers.add(http.with(Map.of("Authorization", shapeless)).get(PATH));
      answers.add(http.get(PATH + "?key=" + shapeless));
      answers.add(
          http.with(Map.of("X-API-Key", right.secret())).get(PATH + "?key=" + malformed.secret()));
      raw = ask(server, "X-API-Key: " + malformed.secret() + "\u0000");

      node.toHandle().destroy(); // Process.destroy would also close what it still says
      assertThat(node.waitFor(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
      listener.join();
    } finally {
      node.destroyForcibly();
    }

    assertThat(answers)
        .extracting(Answer::status)
        .containsExactly(200, 200, 403, 401, 401, 401, 401, 401, 401, 401, 400);
    assertThat(raw).startsWith("HTTP/1.1 400");
    for (ApiKey.Made key : List.of(right, wrong, malformed)) {
      String secret = key.secret().substring(key.secret().indexOf('.') + 1);
      assertThat(logged).noneMatch(line -> line.contains(secret));
      assertThat(raw).doesNotContain(secret);
      assertThat(answers)
          .allSatisfy(
              answer -> assertThat(answer.headers().map() + answer.body()).doesNotContain(secret));
    }
  }

  private Process start() throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "--enable-native-access=ALL-UNNAMED",
                "-Dlogback.configurationFile=logback.xml",
                "-Dlogger.levels.dev.freshet=DEBUG",
                "-Dmicronaut.server.port=-1",
                "-Dfreshet.kafka.follow=false",
                "-Dfreshet.store.dir=" + dir,
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                Application.class.getName())
            .redirectErrorStream(true);
    builder.environment().put("FRESHET_ACCESS_KEYS", right.key().record());
    return builder.start();
  }

  private static void listen(Process node, Queue<String> logged) {
    node.inputReader(StandardCharsets.UTF_8).lines().forEach(logged::add);
  }

  private static URI awaitServer(Queue<String> logged) {
    return await()
        .until(
            () -> logged.stream().map(RUNNING::matcher).filter(Matcher::find).findFirst(),
            Optional::isPresent)
        .map(line -> URI.create(line.group(1)))
        .orElseThrow();
  }

  /** What the node answers to a request with this header, which no client would send. */
  private static String ask(URI server, String header) throws IOException {
    try (Socket socket = new Socket(server.getHost(), server.getPort())) {
      socket.setSoTimeout((int) Patience.LIMIT.toMillis());
      String request =
          "GET %s HTTP/1.1\r\nHost: x\r\nConnection: close\r\n%s\r\n\r\n".formatted(PATH, header);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static ApiKey.Made key() {
    return ApiKey.make("reader", Set.of(Role.READ), new SecureRandom());
  }
}

package dev.freshet.serving.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.serving.Http;
import dev.freshet.serving.metrics.MetricsConfig;
import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node with keys whose metrics have a port of their own. */
class MetricsPortTest {

  @TempDir private Path dir;
  private final ApiKey.Made key = ApiKey.make("feeds", Set.of(Role.INGEST), new SecureRandom());

  @Test
  void answersMetricsThereWithoutAKeyAndNothingElse() throws IOException {
    int port = freePort();
    try (EmbeddedServer server = start(port)) {
      Http metrics = new Http(URI.create("http://127.0.0.1:" + port));
      Http api = new Http(server.getURI());

      assertThat(metrics.get("/prometheus").status()).isEqualTo(200);
      assertThat(metrics.get("/prometheus").type()).startsWith("text/plain");
      assertThat(metrics.get("/prometheus").body()).contains("jvm_memory_used_bytes");
      assertThat(metrics.get("/v1/trending").status()).isEqualTo(404);
      assertThat(metrics.get("/health").status()).isEqualTo(404);
      assertThat(metrics.get("/").status()).isEqualTo(404);
      assertThat(api.get("/prometheus").status()).isEqualTo(401);
      assertThat(api.get("/health").status()).isEqualTo(200);
      assertThat(api.get("/").status()).isEqualTo(200);
    }
  }

  @Test
  void isNowhereUnlessConfigured() {
    try (ApplicationContext context =
        ApplicationContext.run(
            Map.of("freshet.kafka.follow", "false", "freshet.store.dir", dir.toString()))) {
      assertThat(context.getBean(MetricsConfig.class)).isEqualTo(new MetricsConfig(0));
    }
  }

  @Test
  void refusesAPortThatIsNone() {
    assertThatThrownBy(() -> start(65_536))
        .rootCause()
        .hasMessageContaining("port")
        .hasMessageContaining("65535");
  }

  private EmbeddedServer start(int port) {
    return ApplicationContext.run(
        EmbeddedServer.class,
        Map.of(
            "micronaut.server.port",
            "-1",
            "freshet.kafka.follow",
            "false",
            "freshet.store.dir",
            dir.toString(),
            "freshet.access.keys",
            key.key().record(),
            "freshet.metrics.port",
            Integer.toString(port)));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}

package dev.freshet.flink.local;

import static dev.freshet.testkit.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.schemas.topic.Topics;
import dev.freshet.testkit.EmbeddedKafka;
import dev.freshet.testkit.TestEvents;
import dev.freshet.testkit.monitoring.Monitoring;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The process as it runs, against a broker. */
@Timeout(900)
class LocalJobsIT {

  @RegisterExtension static final EmbeddedKafka KAFKA = new EmbeddedKafka(2);

  @TempDir private Path dir;

  private @Nullable Process process;

  @AfterEach
  void stop() {
    if (process != null) {
      process.destroyForcibly();
    }
  }

  @Test
  void runsAllJobsAndExportsEveryMetricThatDashboardsAndAlertsRead() throws Exception {
    int port = freePort();
    Instant now = Instant.now();
    KAFKA.send(Topics.FEEDBACK_EVENTS, "ann", TestEvents.longView("ann", "v1", now));

    Process started = start(port);
    process = started;
    awaitReady(started);

    Set<String> read = Monitoring.ofThisCheckout().metrics("flink");
    await()
        .untilAsserted(
            () -> {
              String scraped = scrape(port);
              assertThat(Monitoring.exported(scraped)).containsAll(read);
              assertThat(scraped)
                  .contains("operator_name=\"video_fusion\"", "operator_name=\"fusion_training\"");
            });
  }

  private Process start(int metricsPort) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx896m",
            "--enable-native-access=ALL-UNNAMED",
            "--add-opens=java.base/java.util=ALL-UNNAMED",
            "-Dai.djl.offline=true",
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            LocalJobs.class.getName(),
            "--bootstrap",
            KAFKA.bootstrapServers(),
            "--dir",
            dir.toString(),
            "--jobs",
            "features,labels,fusion,fusion-training,training",
            "--metrics-port",
            Integer.toString(metricsPort),
            "--jobs",
            "features,labels,fusion,fusion-training,training",
            "--set",
            "freshet.training.fused-dimension=16",
            "--set",
            "freshet.kafka.partitions=2")
        .redirectErrorStream(true)
        .start();
  }

  private static void awaitReady(Process process) throws IOException {
    StringBuilder said = new StringBuilder();
    var lines = process.inputReader();
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.equals("READY flink")) {
        return;
      }
      said.append(line).append('\n');
    }
    throw new AssertionError("ended before it was ready:\n" + said);
  }

  private static String scrape(int port) throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client
          .send(
              HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/metrics")).build(),
              BodyHandlers.ofString())
          .body();
    }
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}

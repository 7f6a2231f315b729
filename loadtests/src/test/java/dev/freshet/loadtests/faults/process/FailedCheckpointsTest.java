package dev.freshet.loadtests.faults.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FailedCheckpointsTest {

  /** As Flink's reporter writes them. */
  private static final String METRICS =
      """
      # HELP flink_jobmanager_job_numberOfFailedCheckpoints numberOfFailedCheckpoints (scope: jobmanager_job)
      # TYPE flink_jobmanager_job_numberOfFailedCheckpoints gauge
      flink_jobmanager_job_numberOfFailedCheckpoints{job_id="a1",host="localhost",job_name="features",} 3.0
      flink_jobmanager_job_numberOfFailedCheckpoints{job_id="b2",host="localhost",job_name="labels",} 0.0
      flink_jobmanager_job_numberOfCompletedCheckpoints{job_id="a1",host="localhost",job_name="features",} 8.0
      """;

  private final HttpServer server;

  FailedCheckpointsTest() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
  }

  @BeforeEach
  void start() {
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void areReadFromTheMetricsOfASingleProcess() {
    answer("/metrics", METRICS);
    try (var failed = FailedCheckpoints.inMetrics(url())) {
      Map<String, Long> byJob = failed.byJob();

      assertThat(byJob.values()).containsExactlyInAnyOrder(3L, 0L);
      assertThat(byJob.keySet()).anySatisfy(job -> assertThat(job).contains("features"));
    }
  }

  @Test
  void areReadFromTheRestApiOfACluster() {
    answer("/jobs", "{\"jobs\": [{\"id\": \"a1\", \"status\": \"RUNNING\"}, {\"id\": \"b2\"}]}");
    answer("/jobs/a1/checkpoints", "{\"counts\": {\"total\": 9, \"failed\": 2}}");
    answer("/jobs/b2/checkpoints", "{\"counts\": {\"total\": 9, \"failed\": 0}}");
    try (var failed = FailedCheckpoints.inCluster(url())) {
      assertThat(failed.byJob()).isEqualTo(Map.of("a1", 2L, "b2", 0L));
    }
  }

  @Test
  void areUnknownWhereNobodyAnswers() {
    URI nobody = url();
    server.stop(0);
    try (var failed = FailedCheckpoints.inMetrics(nobody)) {
      assertThatThrownBy(failed::byJob)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("cannot be read at " + nobody);
    }
  }

  @Test
  void areUnknownWhereTheMetricsDoNotNameThem() {
    answer("/metrics", "flink_jobmanager_numRunningJobs{host=\"localhost\",} 3.0\n");
    try (var failed = FailedCheckpoints.inMetrics(url())) {
      assertThatThrownBy(failed::byJob)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("no job is there");
    }
  }

  @Test
  void areUnknownWhereAJobHasNoNumber() {
    answer("/jobs", "{\"jobs\": [{\"id\": \"a1\"}]}");
    answer("/jobs/a1/checkpoints", "{}");
    try (var failed = FailedCheckpoints.inCluster(url())) {
      assertThatThrownBy(failed::byJob)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("no number for job a1");
    }
  }

  @Test
  void ofAJobThatWasSubmittedAgainCountFromZero() {
    long failed = FailedCheckpoints.between(Map.of("a1", 5L, "b2", 1L), Map.of("a1", 7L, "c3", 2L));

    assertThat(failed).isEqualTo(4);
  }

  private URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  private void answer(String path, String text) {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    server.createContext(
        path,
        exchange -> {
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
  }
}

package dev.freshet.loadtests.faults.process;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.freshet.loadtests.http.Connections;
import dev.freshet.loadtests.http.UnavailableException;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How many checkpoints of each job have failed, as Flink counts them. */
public final class FailedCheckpoints implements AutoCloseable {

  private static final String METRIC = "flink_jobmanager_job_numberOfFailedCheckpoints";
  private static final Pattern SAMPLE =
      Pattern.compile(
          "^" + METRIC + "(\\{[^}]*}) +(\\d+(?:\\.\\d+)?(?:E\\d+)?)", Pattern.MULTILINE);

  private static final JsonMapper JSON = new JsonMapper();
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final URI url;
  private final Connections flink;
  private final Source source;

  /** Where the numbers are. */
  private enum Source {
    /** Metrics in Prometheus' text format. */
    METRICS,
    /** Flink's REST API. */
    REST
  }

  private FailedCheckpoints(URI url, Source source) {
    this.url = url;
    this.flink = new Connections(url, TIMEOUT);
    this.source = source;
  }

  /**
   * By the metrics of a single Flink process.
   *
   * @param metrics base of their page
   */
  public static FailedCheckpoints inMetrics(URI metrics) {
    return new FailedCheckpoints(metrics, Source.METRICS);
  }

  /**
   * By the REST API of a cluster.
   *
   * @param flink base of the job manager's REST API
   */
  public static FailedCheckpoints inCluster(URI flink) {
    return new FailedCheckpoints(flink, Source.REST);
  }

  /**
   * The numbers as they are now, by job. A job that is submitted again is another one.
   *
   * @throws IllegalStateException with the address, if they cannot be read
   */
  public Map<String, Long> byJob() {
    try {
      Map<String, Long> failed =
          switch (source) {
            case METRICS -> inMetrics(flink.get("/metrics").require(200).body());
            case REST -> inCluster();
          };
      if (failed.isEmpty()) {
        throw new IllegalStateException("no job is there");
      }
      return failed;
    } catch (JsonProcessingException | UnavailableException | IllegalStateException e) {
      throw new IllegalStateException(
          "failed checkpoints cannot be read at %s: %s".formatted(url, e.getMessage()), e);
    }
  }

  private static Map<String, Long> inMetrics(String page) {
    Map<String, Long> failed = new HashMap<>();
    Matcher sample = SAMPLE.matcher(page);
    while (sample.find()) {
      failed.put(sample.group(1), (long) Double.parseDouble(sample.group(2)));
    }
    return failed;
  }

  private Map<String, Long> inCluster() throws JsonProcessingException {
    Map<String, Long> failed = new HashMap<>();
    for (JsonNode job : JSON.readTree(flink.get("/jobs").require(200).body()).path("jobs")) {
      String id = job.path("id").asText();
      String checkpoints = flink.get("/jobs/" + id + "/checkpoints").require(200).body();
      JsonNode number = JSON.readTree(checkpoints).path("counts").path("failed");
      if (!number.isIntegralNumber()) {
        throw new IllegalStateException("no number for job %s: %s".formatted(id, checkpoints));
      }
      failed.put(id, number.asLong());
    }
    return failed;
  }

  /** How many failed between two readings. */
  public static long between(Map<String, Long> before, Map<String, Long> after) {
    return after.entrySet().stream()
        .mapToLong(job -> Math.max(0, job.getValue() - before.getOrDefault(job.getKey(), 0L)))
        .sum();
  }

  @Override
  public void close() {
    flink.close();
  }
}

package dev.freshet.flink.local;

import dev.freshet.flink.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.configuration.WebOptions;
import org.apache.flink.runtime.execution.ExecutionState;
import org.apache.flink.runtime.jobmaster.JobResult;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A Flink cluster inside this JVM, sized for a laptop. */
final class LocalCluster implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(LocalCluster.class);
  private static final String HOST = "127.0.0.1";
  private static final Duration START_PATIENCE = Duration.ofMinutes(2);
  private static final Duration STOP_PATIENCE = Duration.ofSeconds(10);
  private static final long POLL_MILLIS = 50;

  private final MiniCluster cluster;
  private volatile boolean closed;

  private LocalCluster(MiniCluster cluster) {
    this.cluster = cluster;
  }

  /** Starts a cluster with room for {@code jobs}. */
  static LocalCluster start(
      Settings settings,
      Path dir,
      Optional<Integer> metricsPort,
      Collection<StreamExecutionEnvironment> jobs)
      throws Exception {
    int slots = jobs.stream().mapToInt(StreamExecutionEnvironment::getParallelism).sum();
    Configuration flink = new Configuration();
    flink.set(CoreOptions.TMP_DIRS, dir.resolve("tmp").toString());
    flink.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.ofMebiBytes(192));
    flink.set(TaskManagerOptions.NETWORK_MEMORY_MIN, MemorySize.ofMebiBytes(16));
    flink.set(TaskManagerOptions.NETWORK_MEMORY_MAX, MemorySize.ofMebiBytes(16));
    flink.set(JobManagerOptions.BIND_HOST, HOST); // of the blob server as well
    flink.set(JobManagerOptions.ADDRESS, HOST);
    flink.set(TaskManagerOptions.BIND_HOST, HOST);
    flink.set(TaskManagerOptions.HOST, HOST);
    flink.set(RestOptions.BIND_PORT, "0");
    flink.set(RestOptions.BIND_ADDRESS, HOST);
    flink.set(RestOptions.ADDRESS, HOST);
    flink.set(WebOptions.SUBMIT_ENABLE, false);
    flink.set(WebOptions.CANCEL_ENABLE, false);
    flink.set(ClosedRest.CLOSED, true);
    metricsPort.ifPresent(
        port -> {
          flink.setString("metrics.reporters", "prom");
          flink.setString(
              "metrics.reporter.prom.factory.class", MetricsReporter.Factory.class.getName());
          flink.setString("metrics.reporter.prom.host", HOST);
          flink.setString("metrics.reporter.prom.port", Integer.toString(port));
        });
    flink.addAll(settings.flink());
    MiniCluster cluster =
        new MiniCluster(
            new MiniClusterConfiguration.Builder()
                .setConfiguration(flink)
                .setNumTaskManagers(1)
                .setNumSlotsPerTaskManager(slots)
                .build());
    cluster.start();
    return new LocalCluster(cluster);
  }

  JobID submit(StreamExecutionEnvironment env) throws ExecutionException, InterruptedException {
    return cluster.submitJob(env.getStreamGraph().getJobGraph()).get().getJobID();
  }

  /** Returns when every task of every job runs. */
  void awaitRunning(Map<String, JobID> jobs)
      throws ExecutionException, InterruptedException, TimeoutException {
    long deadline = System.nanoTime() + START_PATIENCE.toNanos();
    for (Map.Entry<String, JobID> job : jobs.entrySet()) {
      while (!runs(job.getValue())) {
        if (System.nanoTime() > deadline) {
          throw new TimeoutException(
              "the job %s does not run after %s".formatted(job.getKey(), START_PATIENCE));
        }
        if (cluster.getJobStatus(job.getValue()).get().isGloballyTerminalState()) {
          return; // awaitEnd says why
        }
        TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
      }
    }
  }

  private boolean runs(JobID job) throws ExecutionException, InterruptedException {
    boolean any = false;
    for (var vertex : cluster.getExecutionGraph(job).get().getAllExecutionVertices()) {
      any = true;
      if (vertex.getExecutionState() != ExecutionState.RUNNING) {
        return false;
      }
    }
    return any; // the graph is empty while the job is being initialised
  }

  /** Returns the exit status of the process when the first job ends: 0 only while closing. */
  int awaitEnd(Map<String, JobID> jobs) throws InterruptedException {
    CompletableFuture<?>[] ends =
        jobs.entrySet().stream()
            .map(
                job ->
                    cluster
                        .requestJobResult(job.getValue())
                        .thenAccept(result -> report(job.getKey(), result)))
            .toArray(CompletableFuture[]::new);
    try {
      CompletableFuture.anyOf(ends).get();
    } catch (ExecutionException e) {
      if (!closed) {
        LOG.error("a job's end could not be awaited", e);
      }
    }
    return closed ? 0 : 1;
  }

  private void report(String job, JobResult result) {
    if (closed) {
      return;
    }
    LOG.atError()
        .addKeyValue("job", job)
        .setCause(
            result
                .getSerializedThrowable()
                .map(cause -> cause.deserializeError(getClass().getClassLoader()))
                .orElse(null))
        .log("the job has ended for good");
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      cluster.closeAsync().get(STOP_PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      LOG.warn("the cluster did not stop in order", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

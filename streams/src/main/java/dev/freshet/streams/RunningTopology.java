package dev.freshet.streams;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A topology at work. */
final class RunningTopology implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(RunningTopology.class);
  private static final Duration CLOSE_WITHIN = Duration.ofSeconds(10);

  /** A topology whose slowest task has published nothing for longer than this has stalled. */
  private static final Duration STALLED_AFTER = Duration.ofSeconds(30);

  private final String name;
  private final Supplier<Duration> quiet;
  private final KafkaStreams streams;
  private final KafkaStreamsMetrics metrics;
  private final CompletableFuture<Void> running = new CompletableFuture<>();
  private final CompletableFuture<Throwable> failure = new CompletableFuture<>();

  /**
   * Starts it.
   *
   * @param quiet time since its slowest task last looked at what it has to publish
   */
  RunningTopology(
      String name,
      Topology topology,
      Supplier<Duration> quiet,
      Properties properties,
      MeterRegistry registry) {
    this.name = name;
    this.quiet = quiet;
    this.streams = new KafkaStreams(topology, properties);
    streams.setStateListener(
        (state, before) -> {
          if (state == KafkaStreams.State.RUNNING) {
            running.complete(null);
          }
        });
    streams.setUncaughtExceptionHandler(
        thrown -> {
          LOG.atError().addKeyValue("topology", name).setCause(thrown).log("topology failed");
          failure.complete(thrown);
          return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        });
    Gauge.builder("freshet.topology.running", this, topology1 -> topology1.isRunning() ? 1 : 0)
        .tag("topology", name)
        .description("1 while the topology processes records, 0 while it does not")
        .register(registry);
    Gauge.builder("freshet.topology.quiet.seconds", quiet, time -> time.get().toMillis() / 1e3)
        .tag("topology", name)
        .description("time since the slowest task of the topology last published")
        .strongReference(true)
        .register(registry);
    metrics = new KafkaStreamsMetrics(streams);
    metrics.bindTo(registry);
    streams.start();
  }

  String name() {
    return name;
  }

  /** Completes when it first processes records. */
  CompletableFuture<Void> running() {
    return running;
  }

  /** Completes if it can never go on, with the reason. */
  CompletableFuture<Throwable> failure() {
    return failure;
  }

  boolean isRunning() {
    return state().equals(KafkaStreams.State.RUNNING.name());
  }

  /** Kafka Streams' word for what it is doing, or {@code STALLED} where it runs in vain. */
  String state() {
    return state(streams.state(), quiet.get());
  }

  static String state(KafkaStreams.State state, Duration quiet) {
    return state == KafkaStreams.State.RUNNING && quiet.compareTo(STALLED_AFTER) > 0
        ? "STALLED"
        : state.name();
  }

  /** Records that its stores are behind their changelogs, while it restores. */
  long restoring() {
    return streams.allLocalStorePartitionLags().values().stream()
        .flatMap(byPartition -> byPartition.values().stream())
        .mapToLong(lag -> lag.offsetLag())
        .sum();
  }

  @Override
  public void close() {
    metrics.close();
    // leaving lets the next run, or another instance, take over at once
    streams.close(
        CloseOptions.groupMembershipOperation(GroupMembershipOperation.LEAVE_GROUP)
            .withTimeout(CLOSE_WITHIN));
  }
}

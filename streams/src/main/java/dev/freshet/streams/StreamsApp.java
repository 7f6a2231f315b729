package dev.freshet.streams;

import dev.freshet.schemas.topic.KafkaClients;
import dev.freshet.schemas.topic.TopicCreation;
import dev.freshet.schemas.topic.Topics;
import dev.freshet.streams.trending.TrendingConfig;
import dev.freshet.streams.trending.TrendingTopology;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Runs every topology, each with its own consumer group {@code freshet-NAME}, exactly once. Says
 * {@code READY streams} when all process records; ends with status 1 when one cannot go on.
 */
@Command(name = "streams", description = "Runs the topologies.", mixinStandardHelpOptions = true)
public final class StreamsApp implements Callable<Integer> {

  @Option(names = "--bootstrap", defaultValue = "127.0.0.1:9092", description = "brokers to ask")
  private String bootstrap = "";

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "freshet.kafka.client.X=VALUE: property X of all Kafka clients")
  private Map<String, String> settings = new LinkedHashMap<>();

  @Option(names = "--dir", defaultValue = "var/streams", description = "folder of the stores")
  private Path dir = Path.of("");

  @Option(names = "--host", defaultValue = "127.0.0.1", description = "where to listen")
  private String host = "";

  @Option(names = "--port", defaultValue = "8081", description = "of health and metrics")
  private int port;

  @Option(names = "--partitions", defaultValue = "4", description = "of topics yet to be created")
  private int partitions;

  @Option(names = "--replication", defaultValue = "1", description = "of topics yet to be created")
  private short replication;

  @Option(names = "--threads", defaultValue = "1", description = "of each topology")
  private int threads;

  @Option(
      names = "--commit-interval",
      defaultValue = "250",
      description = "milliseconds between commits; what is written is seen after one")
  private long commitMillis;

  @Option(
      names = "--surfaces",
      split = ",",
      defaultValue = "${env:FRESHET_TRENDING_SURFACES:-main}",
      description = "surfaces that always have a ranking of their own")
  private Set<String> surfaces = Set.of();

  @Option(
      names = "--max-surfaces",
      defaultValue = "${env:FRESHET_TRENDING_MAX_SURFACES:-64}",
      description = "further surfaces of each partition that get a ranking of their own")
  private int maxSurfaces;

  @Option(
      names = "--erase-within",
      defaultValue = "${env:FRESHET_STREAMS_ERASE_WITHIN:-PT24H}",
      description = "time after which removed records are gone from internal topics")
  private Duration eraseWithin = Duration.ZERO;

  private StreamsApp() {}

  public static void main(String[] args) {
    System.exit(new CommandLine(new StreamsApp()).execute(args));
  }

  @Override
  public Integer call() {
    KafkaClients clients = KafkaClients.of(bootstrap, settings);
    new TopicCreation(partitions, replication, eraseWithin)
        .createMissing(clients, Duration.ofSeconds(30));
    var registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    new JvmMemoryMetrics().bindTo(registry);
    List<RunningTopology> running = List.of(trending(clients, registry));
    var http = new HttpEndpoint(host, port, running, registry);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  http.close();
                  running.forEach(RunningTopology::close);
                },
                "stop-streams"));
    CompletableFuture<?> failed = any(running.stream().map(RunningTopology::failure).toList());
    CompletableFuture<?> ready =
        CompletableFuture.allOf(
            running.stream().map(RunningTopology::running).toArray(CompletableFuture<?>[]::new));
    CompletableFuture.anyOf(ready, failed).join();
    if (!failed.isDone()) {
      System.out.println("READY streams");
    }
    failed.join();
    return 1;
  }

  private RunningTopology trending(KafkaClients clients, PrometheusMeterRegistry registry) {
    String name = "trending";
    var topology =
        new TrendingTopology(
            Topics.FEEDBACK_EVENTS,
            Topics.VIDEOS,
            Topics.ERASED_USERS,
            Topics.TRENDING,
            TrendingConfig.DEFAULT.withSurfaces(surfaces, maxSurfaces),
            registry);
    return new RunningTopology(
        name, topology.build(), topology::quiet, properties(name, clients, registry), registry);
  }

  private Properties properties(
      String name, KafkaClients clients, PrometheusMeterRegistry registry) {
    var properties = new Properties();
    properties.putAll(clients.config());
    properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "freshet-" + name);
    properties.put(StreamsConfig.STATE_DIR_CONFIG, dir.toAbsolutePath().toString());
    properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
    properties.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, commitMillis);
    properties.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, threads);
    properties.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, (int) replication);
    properties.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 4L << 20);
    properties.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, BoundedRocksDb.class);
    properties.put(
        StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG, DeadLetterHandler.class);
    properties.put(
        StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG, DeadLetterHandler.class);
    properties.put(DeadLetterHandler.REGISTRY, registry);
    new InternalTopics(eraseWithin).configure(properties);
    properties.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
    properties.put(
        StreamsConfig.consumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "earliest");
    // others, or the process once it is started again, take over this long after one was killed
    properties.put(StreamsConfig.consumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG), 6_000);
    properties.put(
        StreamsConfig.consumerPrefix(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG), 2_000);
    properties.put(StreamsConfig.producerPrefix(ProducerConfig.LINGER_MS_CONFIG), 5);
    properties.put(StreamsConfig.producerPrefix(ProducerConfig.BUFFER_MEMORY_CONFIG), 16L << 20);
    // whatever the topics take must fit into a dead letter as well, its headers included
    properties.put(
        StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG),
        TopicCreation.MAX_RECORD_BYTES + (64 << 10));
    return properties;
  }

  private static CompletableFuture<Object> any(List<? extends CompletableFuture<?>> futures) {
    return CompletableFuture.anyOf(futures.toArray(CompletableFuture<?>[]::new));
  }
}

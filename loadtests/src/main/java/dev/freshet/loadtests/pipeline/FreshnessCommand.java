package dev.freshet.loadtests.pipeline;

import dev.freshet.experiments.planted.PlantedCatalogue;
import dev.freshet.experiments.report.OutputFile;
import dev.freshet.loadtests.audience.AudienceConfig;
import dev.freshet.loadtests.bench.Background;
import dev.freshet.loadtests.http.FeedClient;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Measures both clocks of freshness while a simulated audience keeps the system busy: probes run
 * beside it, each on its own thread.
 */
@Command(
    name = "freshness",
    description = "Event to page, example to rows, and the bare pass-through beside them.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
public final class FreshnessCommand implements Callable<Integer> {

  private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(10);

  /** Time to train; beyond it no release counts as none at all. */
  private static final long RELEASED_WITHIN_SECONDS = 300;

  /** Seconds of measuring after a release: all videos get new vectors. */
  private static final long AFTER_RELEASE_SECONDS = 20;

  @Option(names = "--url", description = "Base of the HTTP API.")
  private URI url = URI.create("http://127.0.0.1:8080");

  @Option(names = "--bootstrap", description = "Kafka's address.")
  private String bootstrap = "127.0.0.1:9092";

  @Option(names = "--rate", description = "Events per second in the background.")
  private double rate = 500;

  @Option(names = "--warm-up", description = "Seconds before measuring.")
  private long warmUpSeconds = 30;

  @Option(names = "--seconds", description = "Seconds of measuring.")
  private long seconds = 60;

  @Option(
      names = "--fusion",
      description = "Let a fusion be released while measuring, and measure until it has been.")
  private boolean fusion;

  @Option(names = "--json", description = "Write the result here.")
  private @Nullable Path json;

  @Override
  public Integer call() throws InterruptedException {
    Freshness freshness = measure();
    System.out.print(freshness.table().text());
    System.out.println(freshness.summary());
    if (json != null) {
      OutputFile.writeJson(json, freshness.json());
    }
    return 0;
  }

  private Freshness measure() throws InterruptedException {
    AudienceConfig config = AudienceConfig.standard();
    String run = Long.toString(System.currentTimeMillis(), Character.MAX_RADIX);
    String video = new PlantedCatalogue(config.seed(), config.topics()).video(0).id();
    try (var client = new FeedClient(url, REQUEST_TIMEOUT);
        Producer<byte[], byte[]> producer = producer();
        Consumer<byte[], byte[]> copies = consumer();
        Consumer<byte[], byte[]> examples = consumer();
        Consumer<byte[], byte[]> released = consumer();
        ExecutorService threads = Executors.newCachedThreadPool();
        var background = new Background(url, rate);
        var state = new StateFreshness(client, producer, run, video);
        var weights = new WeightFreshness(client, examples, run + "-reader");
        var releases = new FusionReleases(producer, released);
        PassThrough floor = passThrough(producer, copies, run, video)) {
      System.out.printf("Warming up for %d s at %.0f events/s%n", warmUpSeconds, rate);
      background.last(Duration.ofSeconds(warmUpSeconds));
      long before = background.acknowledged();
      System.out.printf("Measuring for %d s%n", seconds);
      List<Future<?>> probes = new ArrayList<>();
      probes.add(threads.submit(task(state::run)));
      probes.add(threads.submit(task(weights::run)));
      if (floor != null) {
        probes.add(threads.submit(task(floor::run)));
        probes.add(threads.submit(task(floor::send)));
      }
      probes.add(threads.submit(task(releases::run)));
      if (fusion) {
        releases.ask();
      }
      long end = seconds;
      long second = 0;
      for (; second < end; second++) {
        background.last(Duration.ofSeconds(1));
        requireRunning(probes);
        if (fusion && second + 1 == end) {
          end = endAfter(releases, end);
        }
      }
      return new Freshness(
          (background.acknowledged() - before) / (double) second,
          releases.count(),
          state.own(),
          state.pages(),
          state.acknowledged(),
          state.other(),
          floor == null ? null : floor.copied(),
          weights.used());
    }
  }

  /** The second at which measuring ends: later if the release has not come, or only just. */
  private long endAfter(FusionReleases releases, long end) {
    if (releases.count() == 0) {
      if (end >= seconds + RELEASED_WITHIN_SECONDS) {
        throw new IllegalStateException(
            "no fusion was released within %d s; does the job fusion-training run?".formatted(end));
      }
      return end + 1;
    }
    return releases.sinceFirst().toSeconds() < AFTER_RELEASE_SECONDS ? end + 1 : end;
  }

  /** What runs beside the others on a thread of its own. */
  private interface Activity {
    void run() throws InterruptedException;
  }

  private static Callable<@Nullable Void> task(Activity activity) {
    return () -> {
      activity.run();
      return null;
    };
  }

  /** Throws what a probe threw. */
  private static void requireRunning(List<Future<?>> probes) throws InterruptedException {
    for (Future<?> probe : probes) {
      if (probe.isDone()) {
        try {
          probe.get();
          throw new IllegalStateException("a probe ended early");
        } catch (ExecutionException e) {
          throw new IllegalStateException("a probe failed: " + e.getCause(), e.getCause());
        }
      }
    }
  }

  /** The probe of the floor, where a job copies. */
  private static @Nullable PassThrough passThrough(
      Producer<byte[], byte[]> producer,
      Consumer<byte[], byte[]> consumer,
      String run,
      String video) {
    return consumer.listTopics().containsKey(PassThrough.TOPIC)
        ? new PassThrough(producer, consumer, run, video)
        : null;
  }

  private Producer<byte[], byte[]> producer() {
    return new KafkaProducer<>(
        Map.of(
            ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
            bootstrap,
            ProducerConfig.ACKS_CONFIG,
            "all",
            ProducerConfig.LINGER_MS_CONFIG,
            0),
        new ByteArraySerializer(),
        new ByteArraySerializer());
  }

  private Consumer<byte[], byte[]> consumer() {
    return new KafkaConsumer<>(
        Map.of(
            ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
            bootstrap,
            ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
            false),
        new ByteArrayDeserializer(),
        new ByteArrayDeserializer());
  }
}

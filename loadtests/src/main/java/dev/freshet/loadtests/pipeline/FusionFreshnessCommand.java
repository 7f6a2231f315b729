package dev.freshet.loadtests.pipeline;

import dev.freshet.experiments.report.OutputFile;
import dev.freshet.experiments.report.Table;
import dev.freshet.loadtests.bench.Latencies;
import dev.freshet.models.EmbeddingRows;
import dev.freshet.models.paper.metammf.DrawnFusion;
import dev.freshet.models.paper.metammf.MetaMmfRelease;
import dev.freshet.schemas.event.Video;
import dev.freshet.schemas.topic.Topic;
import dev.freshet.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Measures how long the fusion job takes from a video's record to its row: releases a fusion, then
 * sends videos at a steady rate, half of them with text to encode.
 */
@Command(
    name = "fusion-freshness",
    description = "From a video's record to its fused row, through the running job.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
public final class FusionFreshnessCommand implements Callable<Integer> {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration LOOK_EVERY = Duration.ofMillis(20);

  @Option(names = "--bootstrap", description = "Kafka's address.")
  private String bootstrap = "127.0.0.1:9092";

  @Option(names = "--rate", description = "Videos per second.")
  private double rate = 20;

  @Option(names = "--warm-up", description = "Seconds before measuring.")
  private long warmUpSeconds = 20;

  @Option(names = "--seconds", description = "Seconds of measuring.")
  private long seconds = 60;

  @Option(names = "--json", description = "Write the result here.")
  private @Nullable Path json;

  private final DrawnFusion fusion = new DrawnFusion();
  private final String run = Long.toString(System.currentTimeMillis(), Character.MAX_RADIX);
  private int sent;

  @Override
  public Integer call() throws InterruptedException {
    String prefix = "%s/%s/".formatted(run, EmbeddingRows.FUSED);
    try (Producer<byte[], byte[]> producer = producer();
        ExecutorService threads = Executors.newSingleThreadExecutor()) {
      write(producer, Topics.MODEL_RELEASES, MetaMmfRelease.MODEL, fusion.release(run));
      System.out.printf("Warming up for %d s at %.0f videos/s%n", warmUpSeconds, rate);
      measure(producer, threads, prefix, warmUpSeconds);
      System.out.printf("Measuring for %d s%n", seconds);
      List<Latencies> measured = measure(producer, threads, prefix, seconds);
      System.out.print(
          new Table(Latencies.HEADER, measured.stream().map(Latencies::row).toList()).text());
      if (json != null) {
        OutputFile.writeJson(
            json,
            Map.of(
                "videosPerSecond",
                rate,
                "ready",
                measured.get(0).json(),
                "encoded",
                measured.get(1).json()));
      }
      return 0;
    }
  }

  /** Sends for some seconds, and waits for the last row. */
  private List<Latencies> measure(
      Producer<byte[], byte[]> producer, ExecutorService threads, String prefix, long howLong)
      throws InterruptedException {
    try (Consumer<byte[], byte[]> consumer = consumer()) {
      RowFreshness probe = new RowFreshness(consumer, Topics.EMBEDDING_ROWS.name(), prefix);
      Future<?> receiving = threads.submit(probe::run);
      try {
        send(producer, probe, receiving, howLong);
        awaitRows(probe, receiving);
      } finally {
        probe.close();
        end(receiving);
      }
      return probe.latencies();
    }
  }

  private void send(
      Producer<byte[], byte[]> producer, RowFreshness probe, Future<?> receiving, long howLong)
      throws InterruptedException {
    long start = System.nanoTime();
    long count = Math.round(howLong * rate);
    for (long number = 0; number < count && !receiving.isDone(); number++) {
      long due = start + Math.round(number / rate * 1e9);
      TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
      boolean textual = sent % 2 == 0;
      String id = run + "-" + sent++;
      Video video = fusion.video(id, textual, Instant.ofEpochMilli(System.currentTimeMillis()));
      probe.sending(id, textual);
      var unused =
          producer.send(
              record(Topics.VIDEOS, id, video),
              (metadata, failure) -> {
                if (failure == null) {
                  probe.acknowledged(id, System.nanoTime());
                }
              });
    }
  }

  private static void awaitRows(RowFreshness probe, Future<?> receiving)
      throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (probe.waiting() > 0 && !receiving.isDone()) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException(
            "%d videos have no row after %s; does the fusion job run?"
                .formatted(probe.waiting(), PATIENCE));
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_EVERY.toMillis());
    }
  }

  private static void end(Future<?> receiving) throws InterruptedException {
    try {
      receiving.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("the probe failed: " + e.getCause(), e.getCause());
    }
  }

  private static <V> void write(
      Producer<byte[], byte[]> producer, Topic<String, V> topic, String key, V value)
      throws InterruptedException {
    try {
      producer.send(record(topic, key, value)).get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("writing into " + topic.name(), e.getCause());
    }
  }

  private static <V> ProducerRecord<byte[], byte[]> record(
      Topic<String, V> topic, String key, V value) {
    return new ProducerRecord<>(
        topic.name(),
        key.getBytes(StandardCharsets.UTF_8),
        topic.valueSerde().serializer().serialize(topic.name(), value));
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

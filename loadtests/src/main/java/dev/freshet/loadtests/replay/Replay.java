package dev.freshet.loadtests.replay;

import dev.freshet.models.data.LogDataset;
import dev.freshet.models.data.csv.LogIterator;
import dev.freshet.models.eval.DailyEvaluation;
import dev.freshet.models.eval.PairedBootstrap;
import dev.freshet.schemas.event.FeedbackEvent;
import dev.freshet.schemas.event.Video;
import dev.freshet.schemas.topic.TopicCreation;
import dev.freshet.schemas.topic.Topics;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Sends a log through the running system and waits until everything that follows from it is there.
 * The jobs may be killed and started again meanwhile; the result is the same.
 */
final class Replay {

  private static final Duration KAFKA_TIMEOUT = Duration.ofSeconds(30);
  private static final Duration POLL = Duration.ofMillis(100);
  private static final long PRINT_NANOS = Duration.ofSeconds(2).toNanos();
  private static final long SAMPLE_NANOS = Duration.ofSeconds(1).toNanos();

  private final LogDataset log;
  private final ReplayConfig config;
  private final PrintStream out;
  private final long started = System.nanoTime();
  private final List<ReplayResult.Sample> samples = new ArrayList<>();

  Replay(LogDataset log, ReplayConfig config, PrintStream out) {
    this.log = log;
    this.config = config;
    this.out = out;
  }

  /**
   * Runs the whole replay.
   *
   * @throws ReplayException if the topics are not empty, something cannot be written or read, or
   *     nothing moves any more
   */
  ReplayResult run() {
    new TopicCreation(config.partitions(), (short) 1)
        .createMissing(config.bootstrap(), KAFKA_TIMEOUT);
    try (Producer<byte[], byte[]> producer = producer();
        Consumer<byte[], byte[]> consumer = consumer()) {
      requireEmpty(consumer);
      var outputs = new Outputs(consumer);
      var writer = new LogWriter(producer, new Pace(config.speed(), System::currentTimeMillis));
      CompletableFuture<Void> written = write(writer);
      follow(outputs, writer, written);
      double seconds = seconds();
      out.printf("Everything is final after %.1f s; evaluating%n", seconds);
      return result(outputs, seconds);
    }
  }

  /** Writes the log in a thread of its own. */
  private CompletableFuture<Void> write(LogWriter writer) {
    var written = new CompletableFuture<Void>();
    Thread.ofPlatform()
        .daemon()
        .name("log-writer")
        .start(
            () -> {
              try (LogIterator<Video> videos = log.videos();
                  LogIterator<FeedbackEvent> events = log.events()) {
                writer.writeVideos(videos);
                writer.writeEvents(events);
                written.complete(null);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                written.completeExceptionally(e);
              } catch (RuntimeException e) {
                written.completeExceptionally(e);
              }
            });
    return written;
  }

  /** Reads until everything is final. */
  private void follow(Outputs outputs, LogWriter writer, CompletableFuture<Void> written) {
    var stall = new Stall(config.patience(), System::nanoTime);
    long nextPrint = System.nanoTime() + PRINT_NANOS;
    long nextSample = System.nanoTime();
    while (!(written.isDone() && outputs.complete())) {
      outputs.poll(POLL);
      throwFailure(written);
      long now = System.nanoTime();
      if (now >= nextSample) {
        samples.add(new ReplayResult.Sample(seconds(), outputs.examples().size()));
        nextSample = now + SAMPLE_NANOS;
      }
      if (now >= nextPrint) {
        out.println(line(outputs, writer));
        nextPrint = now + PRINT_NANOS;
      }
      boolean waitsForTheLog = Double.isFinite(config.speed()) && !written.isDone();
      if (stall.noticed(outputs.progress() + writer.eventsWritten()) && !waitsForTheLog) {
        throw new ReplayException(
            "nothing has moved for %d s with %,d of %,d examples scored; behind: %s%s"
                .formatted(
                    config.patience().toSeconds(),
                    outputs.examples().size(),
                    log.summary().impressions(),
                    written.isDone()
                        ? ""
                        : Topics.FEEDBACK_EVENTS.name()
                            + " (%,d events written so far), ".formatted(writer.eventsWritten()),
                    outputs.behind()));
      }
    }
    samples.add(new ReplayResult.Sample(seconds(), outputs.examples().size()));
  }

  private static void throwFailure(CompletableFuture<Void> written) {
    if (written.isCompletedExceptionally()) {
      Throwable cause = written.exceptionNow();
      throw cause instanceof RuntimeException failure
          ? failure
          : new ReplayException("writing the log", cause);
    }
  }

  private String line(Outputs outputs, LogWriter writer) {
    int scored = outputs.examples().size();
    return String.format(
        Locale.ROOT,
        "%3.0f %%  %,d of %,d examples  %,.0f/s  (%,d events sent)  AUC of the last 20,000: %s",
        100.0 * scored / Math.max(1, log.summary().impressions()),
        scored,
        log.summary().impressions(),
        recentRate(),
        writer.eventsWritten(),
        outputs.examples().recentAuc().entrySet().stream()
            .map(model -> String.format(Locale.ROOT, "%s %.4f", model.getKey(), model.getValue()))
            .collect(Collectors.joining("  ")));
  }

  /** Examples per second over the last five samples. */
  private double recentRate() {
    if (samples.size() < 2) {
      return 0;
    }
    ReplayResult.Sample last = samples.getLast();
    ReplayResult.Sample earlier = samples.get(Math.max(0, samples.size() - 6));
    return (last.examples() - earlier.examples()) / (last.seconds() - earlier.seconds());
  }

  private ReplayResult result(Outputs outputs, double seconds) {
    Map<String, DailyEvaluation> evaluations = outputs.examples().evaluations(log.zone());
    Map<String, ReplayResult.Model> models = new LinkedHashMap<>();
    evaluations.forEach(
        (model, daily) ->
            models.put(model, new ReplayResult.Model(daily.evaluation(), daily.days())));
    return new ReplayResult(
        log.name(),
        log.summary().impressions(),
        outputs.examples().size(),
        outputs.examples().repeats(),
        seconds,
        config.reference(),
        models,
        differences(evaluations),
        outputs.digest().value(),
        outputs.digest().sizes(),
        outputs.rowCounts(),
        samples);
  }

  private Map<String, PairedBootstrap.Differences> differences(
      Map<String, DailyEvaluation> evaluations) {
    Map<String, PairedBootstrap.Differences> differences = new LinkedHashMap<>();
    DailyEvaluation first = evaluations.get(config.reference());
    if (first != null) {
      evaluations.forEach(
          (model, daily) -> {
            if (!model.equals(config.reference())) {
              differences.put(
                  model, PairedBootstrap.defaults().compare(first.examples(), daily.examples()));
            }
          });
    }
    return differences;
  }

  private double seconds() {
    return (System.nanoTime() - started) / 1e9;
  }

  /** A replay into topics that hold something already would measure a mixture. */
  private void requireEmpty(Consumer<byte[], byte[]> consumer) {
    List<TopicPartition> partitions =
        consumer.partitionsFor(Topics.FEEDBACK_EVENTS.name()).stream()
            .map(info -> new TopicPartition(info.topic(), info.partition()))
            .toList();
    long records =
        consumer.endOffsets(partitions).values().stream().mapToLong(offset -> offset).sum();
    if (records > 0) {
      throw new ReplayException(
          "a replay needs empty topics, but %s at %s holds %,d records; start with a new --var"
              .formatted(Topics.FEEDBACK_EVENTS.name(), config.bootstrap(), records));
    }
  }

  private Producer<byte[], byte[]> producer() {
    return new KafkaProducer<>(
        Map.of(
            ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
            config.bootstrap(),
            ProducerConfig.ACKS_CONFIG,
            "all",
            ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
            true,
            ProducerConfig.LINGER_MS_CONFIG,
            5,
            ProducerConfig.BATCH_SIZE_CONFIG,
            128 * 1024,
            ProducerConfig.BUFFER_MEMORY_CONFIG,
            16L * 1024 * 1024,
            ProducerConfig.COMPRESSION_TYPE_CONFIG,
            "lz4"),
        new ByteArraySerializer(),
        new ByteArraySerializer());
  }

  private Consumer<byte[], byte[]> consumer() {
    return new KafkaConsumer<>(
        Map.of(
            ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
            config.bootstrap(),
            ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
            false,
            ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
            2_000,
            ConsumerConfig.FETCH_MAX_BYTES_CONFIG,
            16 * 1024 * 1024),
        new ByteArrayDeserializer(),
        new ByteArrayDeserializer());
  }
}

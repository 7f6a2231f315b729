package dev.freshet.loadtests.bench;

import dev.freshet.experiments.report.OutputFile;
import dev.freshet.schemas.topic.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Watches the features job catch up with a full topic: it publishes one state per event, so the
 * growth of its topic is its rate.
 */
@Command(
    name = "drain",
    description = "Waits until the features job has applied all events; says how fast.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
public final class DrainCommand implements Callable<Integer> {

  private static final Duration LOOK_EVERY = Duration.ofMillis(100);
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  @Option(names = "--bootstrap", description = "Kafka's address.")
  private String bootstrap = "127.0.0.1:9092";

  @Option(names = "--events", required = true, description = "Events to wait for.")
  private long events;

  @Option(
      names = "--pid",
      required = true,
      description = "Process whose processor time is measured.")
  private long pid;

  @Option(names = "--json", description = "Write the result here.")
  private @Nullable Path json;

  /** What was seen at a moment. */
  private record Look(long nanos, long applied, Duration processor) {}

  @Override
  public Integer call() throws InterruptedException {
    try (Consumer<byte[], byte[]> consumer = consumer()) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(Topics.USER_STATES.name()).stream()
              .map(info -> new TopicPartition(info.topic(), info.partition()))
              .toList();
      // the first half is for the compilers
      Look from = awaitApplied(consumer, partitions, events / 2);
      Look to = awaitApplied(consumer, partitions, events);
      double seconds = (to.nanos - from.nanos) / 1e9;
      double applied = to.applied - from.applied;
      double processorMicros = to.processor.minus(from.processor).toNanos() / 1e3 / applied;
      System.out.printf(
          "%,.0f events/s, %.1f us of processor per event%n", applied / seconds, processorMicros);
      if (json != null) {
        OutputFile.writeJson(
            json,
            Map.of(
                "eventsPerSecond",
                applied / seconds,
                "processorMicrosPerEvent",
                processorMicros,
                "partitions",
                partitions.size()));
      }
    }
    return 0;
  }

  private Look awaitApplied(
      Consumer<byte[], byte[]> consumer, List<TopicPartition> partitions, long wanted)
      throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < end) {
      long applied =
          consumer.endOffsets(partitions).values().stream().mapToLong(Long::longValue).sum();
      if (applied >= wanted) {
        return new Look(System.nanoTime(), applied, processor());
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_EVERY.toMillis());
    }
    throw new IllegalStateException("not %,d states after %s".formatted(wanted, PATIENCE));
  }

  private Duration processor() {
    return ProcessHandle.of(pid)
        .flatMap(process -> process.info().totalCpuDuration())
        .orElseThrow(() -> new IllegalStateException("process %d is gone".formatted(pid)));
  }

  private Consumer<byte[], byte[]> consumer() {
    return new KafkaConsumer<>(
        Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap),
        new ByteArrayDeserializer(),
        new ByteArrayDeserializer());
  }
}

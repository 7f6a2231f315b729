package dev.freshet.loadtests.pipeline;

import dev.freshet.loadtests.bench.Latencies;
import dev.freshet.loadtests.http.FeedClient;
import dev.freshet.schemas.feature.ScoredExample;
import dev.freshet.schemas.topic.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * From the moment a labelled example lies in its topic to the moment a page has come that was
 * ranked with rows of the step that learned from it.
 *
 * <p>The append time is the broker's, so broker and bench must share a clock.
 */
final class WeightFreshness implements Probe {

  private static final Duration POLL = Duration.ofMillis(20);

  private final FeedClient client;
  private final Consumer<byte[], byte[]> consumer;
  private final String user;
  private final Deserializer<ScoredExample> scored =
      Topics.SCORED_EXAMPLES.valueSerde().deserializer();
  private final Map<String, Long> appendedAt = new HashMap<>();
  private final Map<String, Long> learnedIn = new HashMap<>();
  private final PriorityQueue<Learned> waiting =
      new PriorityQueue<>(Comparator.comparingLong(Learned::step));
  private final Latencies used = new Latencies("labelled example, to its rows in serving");
  private volatile boolean closed;

  /** An example, appended at that epoch millisecond, that {@code step} learned from. */
  private record Learned(long step, long appendedAt) {}

  /**
   * @param consumer reads nothing else
   * @param user whose pages are asked for
   */
  WeightFreshness(FeedClient client, Consumer<byte[], byte[]> consumer, String user) {
    this.client = client;
    this.consumer = consumer;
    this.user = user;
    List<TopicPartition> partitions = new ArrayList<>();
    Stream.of(Topics.TRAINING_EXAMPLES, Topics.SCORED_EXAMPLES)
        .flatMap(topic -> consumer.partitionsFor(topic.name()).stream())
        .forEach(info -> partitions.add(new TopicPartition(info.topic(), info.partition())));
    consumer.assign(partitions);
  }

  /** Measures what is labelled from now on. */
  @Override
  public void run() {
    consumer.seekToEnd(consumer.assignment());
    consumer.assignment().forEach(consumer::position);
    while (!closed) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        if (record.value() != null) {
          take(record);
        }
      }
      long rowsStep = client.page(user, 1, "main", "personalised").knows().rowsStep();
      served(rowsStep, System.currentTimeMillis());
    }
  }

  private void take(ConsumerRecord<byte[], byte[]> record) {
    if (record.topic().equals(Topics.TRAINING_EXAMPLES.name())) {
      String id = exampleId(record.value());
      Long step = learnedIn.remove(id);
      if (step == null) {
        appendedAt.put(id, record.timestamp());
      } else {
        waiting.add(new Learned(step, record.timestamp()));
      }
      return;
    }
    ScoredExample example = scored.deserialize(record.topic(), record.value());
    long step = example.getStep() + 1;
    Long appended = appendedAt.remove(example.getExampleId());
    if (appended == null) {
      learnedIn.put(example.getExampleId(), step);
    } else {
      waiting.add(new Learned(step, appended));
    }
  }

  private static String exampleId(byte[] value) {
    return Topics.TRAINING_EXAMPLES
        .valueSerde()
        .deserializer()
        .deserialize(Topics.TRAINING_EXAMPLES.name(), value)
        .getExampleId();
  }

  /** Rows of {@code rowsStep} are in use: so is everything that was learned up to it. */
  private void served(long rowsStep, long nowMillis) {
    while (!waiting.isEmpty() && waiting.element().step() <= rowsStep) {
      used.add(Duration.ofMillis(nowMillis - waiting.remove().appendedAt()));
    }
  }

  Latencies used() {
    return used;
  }

  @Override
  public void close() {
    closed = true;
  }
}

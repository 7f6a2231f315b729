package dev.freshet.serving.console;

import dev.freshet.schemas.topic.Topic;
import dev.freshet.schemas.topic.Topics;
import dev.freshet.serving.topics.KafkaConfig;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads the end of the topics that tell how the system does. What users did and what they were
 * shown is read from a while ago, so that curves have a past; evaluations from their beginning,
 * because they are few. No offset is committed, and more than a number of records per second is
 * left out. Used by one thread.
 */
final class TopicTail implements AutoCloseable {

  private static final List<Topic<String, ?>> FROM_A_WHILE_AGO =
      List.of(Topics.SERVED_SLATES, Topics.FEEDBACK_EVENTS);
  private static final List<Topic<String, ?>> FROM_NOW =
      List.of(Topics.SCORED_EXAMPLES, Topics.USER_STATES);
  private static final Duration POLL = Duration.ofMillis(20);
  private static final int TIMEOUT_MILLIS = 5_000;
  private static final int POLL_RECORDS = 2_000;

  private final Consumer<byte[], byte[]> consumer;
  private final int recordsPerSecond;

  /** Ends of the topics when the tail began; what lies before is the past. */
  private final Map<TopicPartition, Long> began = new HashMap<>();

  private long second;
  private long readInSecond;
  private long skipped;

  /**
   * Stands where it will read from.
   *
   * @param from append time from which the past is read
   */
  TopicTail(KafkaConfig kafka, int recordsPerSecond, Instant from) {
    this.recordsPerSecond = recordsPerSecond;
    Map<String, Object> properties = kafka.clients().config();
    properties.put(ConsumerConfig.CLIENT_ID_CONFIG, "serving-console");
    properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "latest");
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, POLL_RECORDS);
    properties.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, TIMEOUT_MILLIS);
    this.consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    try {
      seek(from);
    } catch (RuntimeException e) {
      consumer.close();
      throw e;
    }
  }

  private void seek(Instant from) {
    List<TopicPartition> past = partitions(FROM_A_WHILE_AGO);
    List<TopicPartition> present = partitions(FROM_NOW);
    List<TopicPartition> evaluations = partitions(List.of(Topics.MODEL_EVALUATIONS));
    List<TopicPartition> all = new ArrayList<>(past);
    all.addAll(present);
    all.addAll(evaluations);
    consumer.assign(all);
    began.putAll(consumer.endOffsets(all));
    began.forEach(consumer::seek);
    consumer.seekToBeginning(evaluations);
    Map<TopicPartition, Long> times = new HashMap<>();
    past.forEach(partition -> times.put(partition, from.toEpochMilli()));
    consumer.offsetsForTimes(times).forEach(this::seekTo);
  }

  @SuppressWarnings("NullAway") // Kafka answers with null where no record is that young
  private void seekTo(TopicPartition partition, OffsetAndTimestamp found) {
    if (found != null) {
      consumer.seek(partition, found.offset());
    }
  }

  private List<TopicPartition> partitions(List<Topic<String, ?>> topics) {
    return topics.stream()
        .flatMap(topic -> consumer.partitionsFor(topic.name()).stream())
        .map(info -> new TopicPartition(info.topic(), info.partition()))
        .toList();
  }

  /**
   * What has come, in the order of the topics' partitions; waits a moment where nothing has.
   *
   * @param past whether the record lay there before the tail began
   */
  record Found(ConsumerRecord<byte[], byte[]> record, boolean past) {}

  /** Reads on. */
  List<Found> poll(Instant now) {
    List<Found> found = new ArrayList<>();
    int live = 0;
    for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
      boolean past =
          record.offset()
              < began.getOrDefault(new TopicPartition(record.topic(), record.partition()), 0L);
      live += past ? 0 : 1;
      found.add(new Found(record, past));
    }
    if (now.getEpochSecond() != second) {
      second = now.getEpochSecond();
      readInSecond = 0;
    }
    readInSecond += live;
    if (readInSecond > recordsPerSecond) {
      skip();
    }
    return found;
  }

  /** Goes to the end of what is busy. */
  private void skip() {
    Set<TopicPartition> all = consumer.assignment();
    long before = all.stream().mapToLong(consumer::position).sum();
    consumer.seekToEnd(all);
    skipped += all.stream().mapToLong(consumer::position).sum() - before;
  }

  /** Records that were left out. */
  long skipped() {
    return skipped;
  }

  @Override
  public void close() {
    consumer.close();
  }
}

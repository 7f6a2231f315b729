package dev.freshet.serving.deadletter;

import dev.freshet.schemas.topic.DeadLetter;
import dev.freshet.schemas.topic.HeaderTexts;
import dev.freshet.schemas.topic.Topic;
import dev.freshet.schemas.topic.Topics;
import dev.freshet.serving.deadletter.DeadLetterResponse.Letter;
import dev.freshet.serving.topics.KafkaConfig;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/** Reads the end of a dead-letter topic, from Kafka, each time it is asked. */
@Singleton
class DeadLetterReader {

  private static final Duration PATIENCE = Duration.ofSeconds(3);
  private static final Duration POLL = Duration.ofMillis(200);
  private static final int HEX_BYTES = 256;

  private final KafkaConfig kafka;

  DeadLetterReader(KafkaConfig kafka) {
    this.kafka = kafka;
  }

  /** What a look can come to. */
  sealed interface Look permits Found, UnknownTopic, Unavailable {}

  /** The letters. */
  record Found(DeadLetterResponse response) implements Look {}

  /** There is no such topic. */
  record UnknownTopic(String topic) implements Look {}

  /** Kafka did not answer. */
  record Unavailable(String detail) implements Look {}

  /** The latest letters of {@code name}, at most {@code count}. */
  Look latest(String name, int count) {
    Optional<Topic<String, ?>> topic =
        Topics.ALL.stream().filter(each -> each.name().equals(name)).findFirst();
    if (topic.isEmpty()) {
      return new UnknownTopic(name);
    }
    try (Consumer<byte[], byte[]> consumer = open()) {
      return new Found(new DeadLetterResponse(name, letters(consumer, topic.get(), count)));
    } catch (KafkaException e) {
      return new Unavailable("Kafka did not answer: " + e.getMessage());
    }
  }

  private Consumer<byte[], byte[]> open() {
    Map<String, Object> properties = kafka.clients().config();
    properties.put(ConsumerConfig.CLIENT_ID_CONFIG, "serving-dead-letters-reader");
    properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    properties.put(
        ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, Math.toIntExact(PATIENCE.toMillis()));
    return new KafkaConsumer<>(
        properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  /** The last {@code count} of each partition, of which the newest {@code count} are kept. */
  private static List<Letter> letters(
      Consumer<byte[], byte[]> consumer, Topic<String, ?> topic, int count) {
    List<TopicPartition> partitions =
        consumer.partitionsFor(topic.deadLetters()).stream()
            .map(info -> new TopicPartition(info.topic(), info.partition()))
            .toList();
    Map<TopicPartition, Long> begins = consumer.beginningOffsets(partitions);
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    consumer.assign(partitions);
    for (TopicPartition partition : partitions) {
      long end = ends.getOrDefault(partition, 0L);
      consumer.seek(partition, Math.max(begins.getOrDefault(partition, 0L), end - count));
    }
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < deadline && !atEnd(consumer, ends)) {
      consumer.poll(POLL).forEach(records::add);
    }
    return records.stream()
        .sorted(
            Comparator.<ConsumerRecord<byte[], byte[]>>comparingLong(ConsumerRecord::timestamp)
                .reversed())
        .limit(count)
        .map(record -> letter(record, topic))
        .toList();
  }

  private static boolean atEnd(Consumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends) {
    return ends.entrySet().stream().allMatch(e -> consumer.position(e.getKey()) >= e.getValue());
  }

  private static Letter letter(ConsumerRecord<byte[], byte[]> record, Topic<String, ?> topic) {
    byte @Nullable [] key = record.key();
    byte @Nullable [] value = record.value();
    byte[] bytes = value == null ? new byte[0] : value;
    return new Letter(
        header(record, DeadLetter.SOURCE_HEADER),
        header(record, DeadLetter.REASON_HEADER),
        header(record, DeadLetter.TIME_HEADER),
        key == null ? null : new String(key, StandardCharsets.UTF_8),
        bytes.length,
        decoded(topic, bytes),
        HexFormat.ofDelimiter(" ")
            .formatHex(Arrays.copyOf(bytes, Math.min(bytes.length, HEX_BYTES))));
  }

  private static @Nullable String decoded(Topic<String, ?> topic, byte[] value) {
    try {
      return value.length == 0
          ? null
          : topic.valueSerde().deserializer().deserialize(topic.name(), value).toString();
    } catch (SerializationException e) {
      return null; // which is why many of them lie here
    }
  }

  private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
    String text = HeaderTexts.last(record.headers(), name);
    return text == null ? "" : text;
  }
}

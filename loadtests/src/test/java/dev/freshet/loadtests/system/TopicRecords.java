package dev.freshet.loadtests.system;

import dev.freshet.schemas.topic.KafkaClients;
import dev.freshet.schemas.topic.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * What lies in the topics of a running system.
 *
 * @param bootstrap the broker's address
 */
record TopicRecords(String bootstrap) {

  private static final Duration POLL = Duration.ofMillis(500);

  /** The records under these keys until now, in order within each partition. */
  List<ConsumerRecord<byte[], byte[]>> of(Topic<String, ?> topic, Predicate<String> keys) {
    List<ConsumerRecord<byte[], byte[]>> found = new ArrayList<>();
    try (var consumer = consumer()) {
      List<TopicPartition> partitions = partitions(consumer, topic);
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (ends.entrySet().stream()
          .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          if (keys.test(key(record))) {
            found.add(record);
          }
        }
      }
    }
    return found;
  }

  /** How many partitions the topic has. */
  int partitions(Topic<String, ?> topic) {
    try (var consumer = consumer()) {
      return partitions(consumer, topic).size();
    }
  }

  /** The latest value under each of these keys; null where it was removed. */
  Map<String, byte @Nullable []> latest(Topic<String, ?> topic, Predicate<String> keys) {
    Map<String, byte @Nullable []> latest = new LinkedHashMap<>();
    of(topic, keys).forEach(record -> latest.put(key(record), record.value()));
    return latest;
  }

  /** Writes the same bytes once more, each into the partition that it came from. */
  void writeAgain(List<ConsumerRecord<byte[], byte[]>> records)
      throws InterruptedException, ExecutionException {
    try (var producer =
        new KafkaProducer<>(
            KafkaClients.of(bootstrap).config(),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      for (ConsumerRecord<byte[], byte[]> record : records) {
        producer
            .send(
                new ProducerRecord<>(
                    record.topic(), record.partition(), record.key(), record.value()))
            .get();
      }
    }
  }

  private KafkaConsumer<byte[], byte[]> consumer() {
    return new KafkaConsumer<>(
        KafkaClients.of(bootstrap).config(),
        new ByteArrayDeserializer(),
        new ByteArrayDeserializer());
  }

  private static List<TopicPartition> partitions(
      KafkaConsumer<byte[], byte[]> consumer, Topic<String, ?> topic) {
    return consumer.partitionsFor(topic.name()).stream()
        .map(info -> new TopicPartition(info.topic(), info.partition()))
        .toList();
  }

  private static String key(ConsumerRecord<byte[], byte[]> record) {
    return new String(record.key(), StandardCharsets.UTF_8);
  }
}

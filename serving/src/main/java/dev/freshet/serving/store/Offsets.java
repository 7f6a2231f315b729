package dev.freshet.serving.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.OptionalLong;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Where each topic has been read up to, as the local store remembers it. */
final class Offsets {

  private final LocalStore store;

  Offsets(LocalStore store) {
    this.store = store;
  }

  /** Offset of the next record to read; empty where the partition was never read. */
  OptionalLong next(TopicPartition partition) {
    byte[] value = store.value(Family.OFFSETS, key(partition));
    return value == null ? OptionalLong.empty() : OptionalLong.of(ByteBuffer.wrap(value).getLong());
  }

  /** Adds the offset of the next record to read. */
  void put(TopicPartition partition, long next, Changes changes) {
    changes.put(
        Family.OFFSETS, key(partition), ByteBuffer.allocate(Long.BYTES).putLong(next).array());
  }

  /** Kafka's own id of the topic as it was when it was last read; null where it never was. */
  @Nullable String topicId(String topic) {
    byte[] value = store.value(Family.OFFSETS, topicKey(topic));
    return value == null ? null : new String(value, StandardCharsets.UTF_8);
  }

  /** When everything in the topic had been read last; null where that is not known. */
  @Nullable Instant readToEndAt(String topic) {
    byte[] value = store.value(Family.OFFSETS, endKey(topic));
    return value == null ? null : Instant.ofEpochMilli(ByteBuffer.wrap(value).getLong());
  }

  /** Notes that everything in the topic has been read. */
  void readToEnd(String topic, Instant at) {
    try (Changes changes = store.changes()) {
      changes.put(
          Family.OFFSETS,
          endKey(topic),
          ByteBuffer.allocate(Long.BYTES).putLong(at.toEpochMilli()).array());
      store.write(changes);
    }
  }

  /** Forgets the offsets of a topic's first {@code partitions} and remembers its id. */
  void startOver(String topic, String topicId, int partitions) {
    try (Changes changes = store.changes()) {
      for (int partition = 0; partition < partitions; partition++) {
        changes.remove(Family.OFFSETS, key(new TopicPartition(topic, partition)));
      }
      changes.remove(Family.OFFSETS, endKey(topic));
      changes.put(Family.OFFSETS, topicKey(topic), Changes.bytes(topicId));
      store.write(changes);
    }
  }

  private static String key(TopicPartition partition) {
    return partition.topic() + "/" + partition.partition();
  }

  private static String endKey(String topic) {
    return topic + "/end";
  }

  private static String topicKey(String topic) {
    return topic + "/id";
  }
}

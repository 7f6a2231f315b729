package dev.freshet.schemas.topic;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * A record that says nothing. Kafka closes the segment of a partition when something is appended to
 * it, and its cleaner leaves an open segment alone: in a partition that nobody writes to, a removed
 * record would stay for ever. Readers skip the key.
 */
public final class SegmentEnd {

  /** Key of every such record; no id has its first character. */
  public static final String KEY = "\u0000segment-end";

  private SegmentEnd() {}

  /** Such a record for one partition of {@code topic}. */
  @SuppressWarnings("NullAway") // Kafka does not say that the value of a record may be null
  public static ProducerRecord<byte[], byte[]> record(String topic, int partition) {
    byte @Nullable [] none = null;
    return new ProducerRecord<>(topic, partition, KEY.getBytes(StandardCharsets.UTF_8), none);
  }
}

package dev.freshet.flink.record;

import static java.util.Objects.requireNonNull;

import dev.freshet.schemas.topic.DeadLetter;
import dev.freshet.schemas.topic.WatermarkMark;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A record of a topic as it was read: a value, a removal, a watermark mark, or bytes that could not
 * be decoded.
 *
 * @param topic where it was read
 * @param partition its partition
 * @param offset its offset
 * @param arrivedAt when the broker or the producer stamped it, in epoch milliseconds
 * @param key key bytes
 * @param bytes value bytes; null in a removal and in a mark
 * @param value the decoded value; null unless there is one
 * @param mark the mark; null unless it is one
 * @param problem why the record could not be decoded; null unless so
 * @param trace W3C's {@code traceparent} that the record came with; null unless it did
 */
@SuppressWarnings("ArrayRecordComponent") // the bytes as they are, for dead letters
public record Received<V>(
    String topic,
    int partition,
    long offset,
    long arrivedAt,
    byte @Nullable [] key,
    byte @Nullable [] bytes,
    @Nullable V value,
    @Nullable WatermarkMark mark,
    @Nullable String problem,
    @Nullable String trace) {

  /** A record that came without a trace. */
  public Received(
      String topic,
      int partition,
      long offset,
      long arrivedAt,
      byte @Nullable [] key,
      byte @Nullable [] bytes,
      @Nullable V value,
      @Nullable WatermarkMark mark,
      @Nullable String problem) {
    this(topic, partition, offset, arrivedAt, key, bytes, value, mark, problem, null);
  }

  /** The value of a record that is known to have one. */
  public V required() {
    return requireNonNull(value, "value");
  }

  /** This record with another value, as it is encoded; where it was read stays. */
  public Received<V> with(V changed, byte[] encoded) {
    return new Received<>(
        topic, partition, offset, arrivedAt, key, encoded, changed, null, null, trace);
  }

  /** The key as text; empty without one. */
  public String keyText() {
    return key == null ? "" : new String(key, StandardCharsets.UTF_8);
  }

  /** Whether this removes its key from a compacted topic. */
  public boolean isRemoval() {
    return bytes == null && mark == null;
  }

  /** This record as a dead letter. */
  public DeadLetter deadLetter(String reason) {
    return new DeadLetter(key, bytes, topic, partition, offset, reason, Instant.now());
  }
}

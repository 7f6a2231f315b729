package dev.freshet.loadtests.deadletters;

import dev.freshet.schemas.topic.DeadLetter;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * A record of a dead-letter topic.
 *
 * @param partition where it lies
 * @param offset likewise
 * @param appendedAt when the broker took it, in epoch milliseconds
 * @param key its bytes
 * @param value its bytes
 * @param letter what its headers say; null where they are not those of a letter
 */
@SuppressWarnings("ArrayRecordComponent") // bytes on their way back; nobody compares these
record StoredLetter(
    int partition,
    long offset,
    long appendedAt,
    byte @Nullable [] key,
    byte @Nullable [] value,
    @Nullable DeadLetter letter) {

  private static final String NO_REASON = "(without the headers of a dead letter)";

  static StoredLetter of(ConsumerRecord<byte[], byte[]> record) {
    return new StoredLetter(
        record.partition(),
        record.offset(),
        record.timestamp(),
        record.key(),
        record.value(),
        DeadLetter.of(record.key(), record.value(), record.headers()).orElse(null));
  }

  /** Why it is here. */
  String reason() {
    return letter == null ? NO_REASON : letter.reason();
  }

  /**
   * The record that it was, as topic, partition and offset. Several jobs may have put the same
   * record here; without the headers of a letter it is a record of its own.
   */
  String source() {
    return letter == null
        ? "?/%d/%d".formatted(partition, offset)
        : "%s/%d/%d".formatted(letter.topic(), letter.partition(), letter.offset());
  }
}

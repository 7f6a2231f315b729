package dev.freshet.streams.trending;

import dev.freshet.schemas.event.FeedbackEvent;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.processor.TimestampExtractor;

/**
 * When the event occurred. A clock that runs ahead would close every window for all others, so an
 * event from later than its record was written counts as of then.
 */
public final class EventTime implements TimestampExtractor {

  /** For Kafka Streams. */
  public EventTime() {}

  @Override
  public long extract(ConsumerRecord<Object, Object> record, long partitionTime) {
    if (record.value() instanceof FeedbackEvent event) {
      return Math.min(event.getOccurredAt().toEpochMilli(), record.timestamp());
    }
    return partitionTime >= 0 ? partitionTime : 0;
  }
}

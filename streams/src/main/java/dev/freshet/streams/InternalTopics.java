package dev.freshet.streams;

import dev.freshet.schemas.topic.TopicCreation;
import java.time.Duration;
import java.util.Properties;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.streams.StreamsConfig;

/**
 * How Kafka Streams creates its repartition and changelog topics.
 *
 * <p>A record of a repartition topic is removed once it has been read. Its retention by time stays
 * unbounded: the records carry event time, which in a replay lies years back.
 *
 * @param eraseWithin time after which a removed or replaced record is gone from the disks of the
 *     brokers
 */
record InternalTopics(Duration eraseWithin) {

  /** As {@link TopicCreation} divides it. */
  private static final int STEPS = 6;

  /** Adds this to the configuration of Kafka Streams. */
  void configure(Properties properties) {
    String step = Long.toString(eraseWithin.dividedBy(STEPS).toMillis());
    topic(properties, TopicConfig.SEGMENT_MS_CONFIG, step);
    topic(properties, TopicConfig.MAX_COMPACTION_LAG_MS_CONFIG, step);
    topic(properties, TopicConfig.DELETE_RETENTION_MS_CONFIG, step);
    // what the input topics take has to fit here as well
    topic(
        properties,
        TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
        Integer.toString(TopicCreation.MAX_RECORD_BYTES));
    properties.put(
        StreamsConfig.WINDOW_STORE_CHANGE_LOG_ADDITIONAL_RETENTION_MS_CONFIG,
        eraseWithin.dividedBy(STEPS).toMillis());
  }

  private static void topic(Properties properties, String name, String value) {
    properties.put(StreamsConfig.topicPrefix(name), value);
  }
}

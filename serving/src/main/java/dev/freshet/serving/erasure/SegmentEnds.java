package dev.freshet.serving.erasure;

import dev.freshet.schemas.topic.Topic;
import dev.freshet.schemas.topic.Topics;
import dev.freshet.serving.topics.KafkaConfig;
import dev.freshet.serving.topics.TopicWriter;
import io.micronaut.context.annotation.Context;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.TaskScheduler;
import jakarta.inject.Named;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledFuture;

/**
 * Appends to the topics from which erasures remove something, often enough for Kafka to keep their
 * deadline in partitions that nobody else writes to. Every node does, as any of them may be away.
 */
@Context
class SegmentEnds {

  /** Compacted topics with records of users that an erasure removes. */
  static final List<Topic<String, ?>> OF_USERS =
      List.of(Topics.USER_STATES, Topics.USER_SET_ENTRIES, Topics.EMBEDDING_ROWS);

  SegmentEnds(
      TopicWriter topics,
      @Named(TaskExecutors.SCHEDULED) TaskScheduler scheduler,
      KafkaConfig config) {
    Duration interval = config.topics().appendWithin().dividedBy(2);
    ScheduledFuture<?> unused =
        scheduler.scheduleWithFixedDelay(
            interval, interval, () -> OF_USERS.forEach(topics::endSegments));
  }
}

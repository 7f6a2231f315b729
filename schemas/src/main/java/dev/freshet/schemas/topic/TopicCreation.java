package dev.freshet.schemas.topic;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;

/**
 * Creates the topics that are missing, with their partitions, retention and compaction. Every
 * process calls this when it starts; the first one does the work.
 *
 * @param partitions partitions of each topic; the same for all, so that a user's records of every
 *     topic lie in the same partition
 * @param replication copies of each partition
 */
public record TopicCreation(int partitions, short replication) {

  private static final Duration DEAD_LETTER_RETENTION = Duration.ofDays(30);

  public TopicCreation {
    if (partitions < 1) {
      throw new IllegalArgumentException("partitions must be at least 1: " + partitions);
    }
    if (replication < 1) {
      throw new IllegalArgumentException("replication must be at least 1: " + replication);
    }
  }

  /**
   * Creates what is missing of {@link Topics#ALL} and their dead-letter topics.
   *
   * @throws KafkaException if the broker does not answer within {@code timeout} or refuses
   */
  public void createMissing(String bootstrapServers, Duration timeout) {
    Properties config = new Properties();
    config.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    try (Admin admin = Admin.create(config)) {
      Set<String> present =
          admin.listTopics().names().get(timeout.toMillis(), TimeUnit.MILLISECONDS);
      List<NewTopic> missing =
          topics().stream().filter(topic -> !present.contains(topic.name())).toList();
      for (var created : admin.createTopics(missing).values().values()) {
        awaitCreated(created, timeout);
      }
    } catch (ExecutionException | TimeoutException e) {
      throw new KafkaException("creating topics on " + bootstrapServers, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KafkaException("interrupted while creating topics on " + bootstrapServers, e);
    }
  }

  /** Another process may have been quicker; that is as good. */
  private static void awaitCreated(org.apache.kafka.common.KafkaFuture<Void> created, Duration t)
      throws ExecutionException, InterruptedException, TimeoutException {
    try {
      created.get(t.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof TopicExistsException)) {
        throw e;
      }
    }
  }

  /** Every topic and dead-letter topic as it would be created. */
  List<NewTopic> topics() {
    List<NewTopic> topics = new ArrayList<>();
    for (Topic<String, ?> topic : Topics.ALL) {
      topics.add(
          new NewTopic(topic.name(), partitions, replication).configs(configs(topic.retention())));
      topics.add(
          new NewTopic(topic.deadLetters(), partitions, replication)
              .configs(configs(new Retention.Time(DEAD_LETTER_RETENTION))));
    }
    return topics;
  }

  private static Map<String, String> configs(Retention retention) {
    return switch (retention) {
      case Retention.Time time ->
          Map.of(
              TopicConfig.CLEANUP_POLICY_CONFIG,
              TopicConfig.CLEANUP_POLICY_DELETE,
              TopicConfig.RETENTION_MS_CONFIG,
              Long.toString(time.duration().toMillis()),
              // Event times of a replayed log may lie years back; retention counts from arrival.
              TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG,
              "LogAppendTime");
      case Retention.Compact compact ->
          Map.of(
              TopicConfig.CLEANUP_POLICY_CONFIG,
              TopicConfig.CLEANUP_POLICY_COMPACT,
              TopicConfig.MIN_CLEANABLE_DIRTY_RATIO_CONFIG,
              "0.3",
              TopicConfig.SEGMENT_MS_CONFIG,
              Long.toString(Duration.ofMinutes(10).toMillis()));
    };
  }
}

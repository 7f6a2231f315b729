package dev.freshet.schemas.topic;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Creates the topics that are missing, with their partitions, retention and compaction. Every
 * process calls this when it starts; the first one does the work.
 *
 * @param partitions partitions of each topic; the same for all, so that a user's records of every
 *     topic lie in the same partition
 * @param replication copies of each partition
 */
public record TopicCreation(int partitions, short replication) {

  /**
   * Largest record of any topic, in bytes. Above Kafka's default of 1 MiB, because a network
   * travels in one record and a dead letter is a whole record with headers on top.
   */
  public static final int MAX_RECORD_BYTES = 8 << 20;

  /**
   * Time after which a removed record is gone from a compacted topic: until its segment is closed,
   * until the cleaner must have been at it, and for which its removal stays for late readers.
   */
  public static final Duration ERASED_WITHIN = Duration.ofHours(24);

  private static final Duration SEGMENT = Duration.ofMinutes(10);
  private static final Duration COMPACTION_LAG = Duration.ofHours(12);
  private static final Duration REMOVALS_KEPT =
      ERASED_WITHIN.minus(COMPACTION_LAG).minus(SEGMENT.multipliedBy(2));

  /** How long dead letters are kept. */
  public static final Duration DEAD_LETTER_RETENTION = Duration.ofDays(30);

  private static final Duration POLL = Duration.ofMillis(50);

  public TopicCreation {
    if (partitions < 1) {
      throw new IllegalArgumentException("partitions must be at least 1: " + partitions);
    }
    if (replication < 1) {
      throw new IllegalArgumentException("replication must be at least 1: " + replication);
    }
  }

  /** The same on brokers that ask for neither TLS nor SASL. */
  public void createMissing(String bootstrapServers, Duration timeout) {
    createMissing(KafkaClients.of(bootstrapServers), timeout);
  }

  /**
   * Creates what is missing of {@link Topics#ALL} and their dead-letter topics, and returns when
   * every partition can be written. Before, a producer may have a partition's first batch refused
   * and its second one taken: then it tries the first one again and again, as out of order, and
   * nothing gets into that partition for two minutes.
   *
   * @throws KafkaException if the broker does not answer within {@code timeout} or refuses, or if a
   *     topic that was there before has another number of partitions
   */
  public void createMissing(KafkaClients clients, Duration timeout) {
    int millis = Math.toIntExact(timeout.toMillis());
    String bootstrapServers = clients.bootstrapServers();
    Map<String, Object> config = clients.config();
    config.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, millis);
    config.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, millis);
    try (Admin admin = Admin.create(config)) {
      Set<String> present = admin.listTopics().names().get(millis, TimeUnit.MILLISECONDS);
      List<NewTopic> missing =
          topics().stream().filter(topic -> !present.contains(topic.name())).toList();
      for (KafkaFuture<Void> created : admin.createTopics(missing).values().values()) {
        awaitCreated(created, millis);
      }
      Collection<TopicDescription> known = awaitKnown(admin, millis);
      checkPartitions(known);
      awaitLed(admin, known, millis);
    } catch (ExecutionException | TimeoutException e) {
      throw new KafkaException("creating topics on " + bootstrapServers, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KafkaException("interrupted while creating topics on " + bootstrapServers, e);
    }
  }

  /** Another process may have been quicker; that is as good. */
  private static void awaitCreated(KafkaFuture<Void> created, int millis)
      throws ExecutionException, InterruptedException, TimeoutException {
    try {
      created.get(millis, TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof TopicExistsException)) {
        throw e;
      }
    }
  }

  /** A topic is known to the broker a little later than it is created. */
  private Collection<TopicDescription> awaitKnown(Admin admin, int millis)
      throws ExecutionException, InterruptedException, TimeoutException {
    List<String> names = topics().stream().map(NewTopic::name).toList();
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    while (true) {
      try {
        return admin
            .describeTopics(names)
            .allTopicNames()
            .get(millis, TimeUnit.MILLISECONDS)
            .values();
      } catch (ExecutionException e) {
        if (!(e.getCause() instanceof UnknownTopicOrPartitionException)
            || System.nanoTime() > deadline) {
          throw e;
        }
        Thread.sleep(POLL.toMillis());
      }
    }
  }

  /** The leader of a partition answers for it a little later than the partition is known. */
  private static void awaitLed(Admin admin, Collection<TopicDescription> known, int millis)
      throws ExecutionException, InterruptedException, TimeoutException {
    Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
    for (TopicDescription topic : known) {
      for (TopicPartitionInfo partition : topic.partitions()) {
        ends.put(new TopicPartition(topic.name(), partition.partition()), OffsetSpec.latest());
      }
    }
    // Kafka's client asks the leaders, again and again until they answer
    admin.listOffsets(ends).all().get(millis, TimeUnit.MILLISECONDS);
  }

  private void checkPartitions(Collection<TopicDescription> descriptions) {
    for (TopicDescription topic : descriptions) {
      if (topic.partitions().size() != partitions) {
        throw new KafkaException(
            "topic %s has %d partitions, not %d: all topics need the same number, or a user's records would not stay together"
                .formatted(topic.name(), topic.partitions().size(), partitions));
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
    Map<String, String> configs = new HashMap<>();
    configs.put(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(MAX_RECORD_BYTES));
    switch (retention) {
      case Retention.Time time -> {
        configs.put(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_DELETE);
        configs.put(TopicConfig.RETENTION_MS_CONFIG, Long.toString(time.duration().toMillis()));
        // Event times of a replayed log may lie years back; retention counts from arrival.
        configs.put(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "LogAppendTime");
      }
      case Retention.Compact compact -> {
        configs.put(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT);
        configs.put(TopicConfig.MIN_CLEANABLE_DIRTY_RATIO_CONFIG, "0.3");
        configs.put(TopicConfig.SEGMENT_MS_CONFIG, Long.toString(SEGMENT.toMillis()));
        configs.put(
            TopicConfig.MAX_COMPACTION_LAG_MS_CONFIG, Long.toString(COMPACTION_LAG.toMillis()));
        configs.put(
            TopicConfig.DELETE_RETENTION_MS_CONFIG, Long.toString(REMOVALS_KEPT.toMillis()));
      }
    }
    return configs;
  }
}

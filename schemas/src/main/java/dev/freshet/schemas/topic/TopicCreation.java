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
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Creates the topics that are missing, with their partitions, retention and compaction, and
 * shortens the deadlines of those that keep removed records for longer. Every process calls this
 * when it starts; the first one does the work.
 *
 * @param partitions partitions of each topic; the same for all, so that a user's records of every
 *     topic lie in the same partition
 * @param replication copies of each partition
 * @param erasedWithin time after which a removed record is gone from a compacted topic, 10 s to 24
 *     h
 */
public record TopicCreation(int partitions, short replication, Duration erasedWithin) {

  /**
   * Largest record of any topic, in bytes. Above Kafka's default of 1 MiB, because a network
   * travels in one record and a dead letter is a whole record with headers on top.
   */
  public static final int MAX_RECORD_BYTES = 8 << 20;

  /** Longest, and default, time after which a removed record is gone from a compacted topic. */
  public static final Duration ERASED_WITHIN = Duration.ofHours(24);

  private static final Duration SHORTEST = Duration.ofSeconds(10);
  private static final Duration LONGEST_SEGMENT = Duration.ofMinutes(10);

  /**
   * A removal waits for a segment to be closed, for the cleaner, for late readers, and for a
   * segment and the cleaner again: five steps. The sixth is time for the cleaner's work.
   */
  private static final int STEPS = 6;

  /** How long dead letters are kept. */
  public static final Duration DEAD_LETTER_RETENTION = Duration.ofDays(30);

  /** Settings of a topic that bound how long records of an erased user stay. */
  private static final List<String> DEADLINES =
      List.of(
          TopicConfig.RETENTION_MS_CONFIG,
          TopicConfig.SEGMENT_MS_CONFIG,
          TopicConfig.MAX_COMPACTION_LAG_MS_CONFIG,
          TopicConfig.DELETE_RETENTION_MS_CONFIG);

  private static final Duration POLL = Duration.ofMillis(50);

  public TopicCreation {
    if (partitions < 1) {
      throw new IllegalArgumentException("partitions must be at least 1: " + partitions);
    }
    if (replication < 1) {
      throw new IllegalArgumentException("replication must be at least 1: " + replication);
    }
    if (erasedWithin.compareTo(SHORTEST) < 0 || erasedWithin.compareTo(ERASED_WITHIN) > 0) {
      throw new IllegalArgumentException(
          "erased-within must be between %s and %s: %s"
              .formatted(SHORTEST, ERASED_WITHIN, erasedWithin));
    }
  }

  /** With the longest deadline for removed records. */
  public TopicCreation(int partitions, short replication) {
    this(partitions, replication, ERASED_WITHIN);
  }

  /**
   * Time after which something must have been appended to each partition of a compacted topic:
   * Kafka closes a segment only then, and the cleaner leaves an open one alone.
   */
  public Duration appendWithin() {
    return step();
  }

  /** How long a removal stays in a compacted topic at least; who reads later may miss it. */
  public Duration removalsKept() {
    return step();
  }

  private Duration step() {
    return erasedWithin.dividedBy(STEPS);
  }

  private Duration segment() {
    return step().compareTo(LONGEST_SEGMENT) < 0 ? step() : LONGEST_SEGMENT;
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
   *     topic that was there before has another number of partitions, or keeps removed records for
   *     longer and may not be changed
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
      shortenDeadlines(admin, millis);
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

  /** A topic of an earlier version, or of another's making, promises no less. */
  private void shortenDeadlines(Admin admin, int millis)
      throws ExecutionException, InterruptedException, TimeoutException {
    Map<ConfigResource, NewTopic> wanted = new HashMap<>();
    for (NewTopic topic : topics()) {
      wanted.put(new ConfigResource(ConfigResource.Type.TOPIC, topic.name()), topic);
    }
    Map<ConfigResource, Config> present =
        admin.describeConfigs(wanted.keySet()).all().get(millis, TimeUnit.MILLISECONDS);
    Map<ConfigResource, Collection<AlterConfigOp>> changes = new HashMap<>();
    wanted.forEach(
        (resource, topic) -> {
          Config config = present.get(resource);
          List<AlterConfigOp> longer = config == null ? List.of() : longer(config, topic);
          if (!longer.isEmpty()) {
            changes.put(resource, longer);
          }
        });
    if (!changes.isEmpty()) {
      admin.incrementalAlterConfigs(changes).all().get(millis, TimeUnit.MILLISECONDS);
    }
  }

  private static List<AlterConfigOp> longer(Config present, NewTopic wanted) {
    List<AlterConfigOp> longer = new ArrayList<>();
    for (String deadline : DEADLINES) {
      String most = wanted.configs().get(deadline);
      ConfigEntry entry = present.get(deadline);
      if (most != null && (entry == null || isLonger(entry.value(), most))) {
        longer.add(new AlterConfigOp(new ConfigEntry(deadline, most), AlterConfigOp.OpType.SET));
      }
    }
    return longer;
  }

  /** A negative time is without end. */
  private static boolean isLonger(String present, String most) {
    long millis = Long.parseLong(present);
    return millis < 0 || millis > Long.parseLong(most);
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

  private Map<String, String> configs(Retention retention) {
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
        configs.put(TopicConfig.SEGMENT_MS_CONFIG, Long.toString(segment().toMillis()));
        configs.put(TopicConfig.MAX_COMPACTION_LAG_MS_CONFIG, Long.toString(step().toMillis()));
        configs.put(TopicConfig.DELETE_RETENTION_MS_CONFIG, Long.toString(step().toMillis()));
      }
    }
    return configs;
  }
}

package dev.freshet.flink.kafka;

import dev.freshet.flink.Profile;
import dev.freshet.flink.Settings;
import dev.freshet.schemas.topic.KafkaClients;
import dev.freshet.schemas.topic.TopicCreation;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;

/**
 * Settings under {@code freshet.kafka}: where the broker is and how jobs read and write.
 *
 * @param bootstrapServers hosts and ports of brokers
 * @param group prefix of the consumer groups; the job's name follows
 * @param partitions partitions of each topic
 * @param replication copies of each partition of a topic that the jobs create
 * @param erasedWithin time after which a removed record is gone from a compacted topic, 10 s to 24
 *     h; the same for all processes
 * @param linger longest wait for a fuller batch before it is sent
 * @param compression Kafka's name of a compression, such as {@code lz4}, or {@code none}
 * @param markInterval shortest time between two marks of a writer in a partition
 * @param client further properties of all Kafka clients, such as the ones of TLS and SASL
 */
public record KafkaConfig(
    String bootstrapServers,
    String group,
    int partitions,
    int replication,
    Duration erasedWithin,
    Duration linger,
    String compression,
    Duration markInterval,
    Map<String, String> client) {

  private static final Duration BROKER_PATIENCE = Duration.ofSeconds(30);

  private static final ConfigOption<String> BOOTSTRAP_SERVERS =
      ConfigOptions.key("freshet.kafka.bootstrap-servers").stringType().noDefaultValue();
  private static final ConfigOption<String> GROUP =
      ConfigOptions.key("freshet.kafka.group").stringType().defaultValue("freshet");
  private static final ConfigOption<Integer> PARTITIONS =
      ConfigOptions.key("freshet.kafka.partitions").intType().defaultValue(4);
  private static final ConfigOption<Integer> REPLICATION =
      ConfigOptions.key("freshet.kafka.replication").intType().defaultValue(1);
  private static final ConfigOption<Duration> ERASED_WITHIN =
      ConfigOptions.key("freshet.kafka.erased-within")
          .durationType()
          .defaultValue(TopicCreation.ERASED_WITHIN);
  private static final ConfigOption<Duration> LINGER =
      ConfigOptions.key("freshet.kafka.linger").durationType().noDefaultValue();
  private static final ConfigOption<String> COMPRESSION =
      ConfigOptions.key("freshet.kafka.compression").stringType().noDefaultValue();
  private static final ConfigOption<Duration> MARK_INTERVAL =
      ConfigOptions.key("freshet.kafka.mark-interval").durationType().noDefaultValue();
  private static final ConfigOption<Map<String, String>> CLIENT =
      ConfigOptions.key("freshet.kafka.client").mapType().defaultValue(Map.of());

  public KafkaConfig {
    if (partitions < 1) {
      throw new IllegalArgumentException(
          "freshet.kafka.partitions must be at least 1: " + partitions);
    }
    if (replication < 1 || replication > Short.MAX_VALUE) {
      throw new IllegalArgumentException(
          "freshet.kafka.replication must be at least 1: " + replication);
    }
    TopicCreation unused = new TopicCreation(partitions, (short) replication, erasedWithin);
    if (linger.isNegative()) {
      throw new IllegalArgumentException("freshet.kafka.linger must not be negative: " + linger);
    }
    if (markInterval.isNegative()) {
      throw new IllegalArgumentException(
          "freshet.kafka.mark-interval must not be negative: " + markInterval);
    }
    client = new KafkaClients(bootstrapServers, client).properties();
  }

  /** The settings, with the profile's defaults. */
  public static KafkaConfig from(Settings settings) {
    boolean live = settings.profile() == Profile.LIVE;
    return new KafkaConfig(
        settings.find(BOOTSTRAP_SERVERS).orElse(""),
        settings.get(GROUP),
        settings.get(PARTITIONS),
        settings.get(REPLICATION),
        settings.get(ERASED_WITHIN),
        settings.find(LINGER).orElse(Duration.ofMillis(live ? 0 : 10)),
        settings.find(COMPRESSION).orElse(live ? "none" : "lz4"),
        settings.find(MARK_INTERVAL).orElse(Duration.ofMillis(live ? 50 : 20)),
        settings.get(CLIENT));
  }

  /** Properties of the consumers of {@code job}. */
  public Properties consumer(String job) {
    Properties properties = properties();
    properties.put(ConsumerConfig.GROUP_ID_CONFIG, group + "-" + job);
    properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    properties.put("partition.discovery.interval.ms", "-1");
    return properties;
  }

  /** Properties of the producers: acknowledged by all replicas, in order, without repeats. */
  public Properties producer() {
    Properties properties = properties();
    properties.put(ProducerConfig.ACKS_CONFIG, "all");
    properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "true");
    properties.put(ProducerConfig.LINGER_MS_CONFIG, Long.toString(linger.toMillis()));
    properties.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, compression);
    properties.put(ProducerConfig.BATCH_SIZE_CONFIG, Integer.toString(64 * 1024));
    properties.put(ProducerConfig.BUFFER_MEMORY_CONFIG, Integer.toString(16 * 1024 * 1024));
    properties.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Integer.toString(8 * 1024 * 1024));
    return properties;
  }

  /** Properties of an admin client. */
  public Properties admin() {
    return properties();
  }

  /** What all Kafka clients have in common. */
  public KafkaClients clients() {
    return new KafkaClients(bootstrapServers, client);
  }

  /**
   * Creates the topics that are missing, and returns when the broker knows all of them.
   *
   * @throws org.apache.kafka.common.KafkaException if the broker does not answer in time or refuses
   */
  public void createTopics() {
    new TopicCreation(partitions, (short) replication, erasedWithin)
        .createMissing(clients(), BROKER_PATIENCE);
  }

  private Properties properties() {
    Properties properties = new Properties();
    properties.putAll(clients().config());
    return properties;
  }

  /** Leaves the values of the clients' properties out: some are secrets. */
  @Override
  public String toString() {
    return "KafkaConfig[clients=%s, group=%s, partitions=%d, replication=%d, erasedWithin=%s, linger=%s, compression=%s, markInterval=%s]"
        .formatted(
            clients(),
            group,
            partitions,
            replication,
            erasedWithin,
            linger,
            compression,
            markInterval);
  }
}

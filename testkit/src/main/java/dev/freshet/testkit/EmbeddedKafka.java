package dev.freshet.testkit;

import static java.util.Objects.requireNonNull;

import dev.freshet.local.broker.EmbeddedBroker;
import dev.freshet.local.broker.EmbeddedBroker.Protection;
import dev.freshet.schemas.topic.KafkaClients;
import dev.freshet.schemas.topic.Topic;
import dev.freshet.schemas.topic.TopicCreation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A Kafka with every topic of the system, for the tests of one class.
 *
 * <pre>
 * {@literal @}RegisterExtension static final EmbeddedKafka KAFKA = new EmbeddedKafka();
 * </pre>
 *
 * <p>Outside JUnit: {@link #start()} and {@link #close()}.
 */
public final class EmbeddedKafka implements BeforeAllCallback, AfterAllCallback, AutoCloseable {

  private static final String OWNER = "tester";

  private final int partitions;
  private final boolean secured;
  private final AccessTable access;
  private @Nullable Path dir;
  private @Nullable Protection protection;
  private @Nullable EmbeddedBroker broker;
  private @Nullable KafkaProducer<byte[], byte[]> producer;

  /** With four partitions per topic. */
  public EmbeddedKafka() {
    this(4);
  }

  /** With this many partitions per topic. */
  public EmbeddedKafka(int partitions) {
    this(partitions, false, AccessTable.NONE);
  }

  private EmbeddedKafka(int partitions, boolean secured, AccessTable access) {
    this.partitions = partitions;
    this.secured = secured;
    this.access = access;
  }

  /**
   * With this many partitions per topic; speaks TLS, and answers only clients with {@link
   * #clientProperties}.
   */
  public static EmbeddedKafka secured(int partitions) {
    return new EmbeddedKafka(partitions, true, AccessTable.NONE);
  }

  /**
   * With this many partitions per topic; speaks TLS, and lets the principals of the deploy guide do
   * what its table says and nothing else, see {@link #clientProperties(String)}.
   */
  public static EmbeddedKafka guarded(int partitions) {
    return new EmbeddedKafka(partitions, true, AccessTable.ofTheDeployGuide());
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    start();
  }

  @Override
  public void afterAll(ExtensionContext context) {
    close();
  }

  /** Starts the broker on a free port and creates the topics. */
  public EmbeddedKafka start() {
    try {
      dir = Files.createTempDirectory("freshet-kafka");
    } catch (IOException e) {
      throw new UncheckedIOException("creating the folder of the test's Kafka", e);
    }
    if (secured) {
      SelfSigned key = SelfSigned.in(dir);
      protection =
          new Protection(
              OWNER,
              "of-this-test",
              access.principals(),
              key.keyStore(),
              SelfSigned.PASSWORD,
              key.certificate());
    }
    broker = startBroker(0, dir.resolve("data"));
    new TopicCreation(partitions, (short) 1).createMissing(clients(), Patience.LIMIT);
    access.grant(clients());
    producer =
        new KafkaProducer<>(
            config(Map.of("linger.ms", 0)), new ByteArraySerializer(), new ByteArraySerializer());
    return this;
  }

  /** Stops the broker, as an outage; its records are there again after {@link #startBroker}. */
  public void stopBroker() {
    running().close();
  }

  /** Starts the stopped broker again, on the same port. */
  public void startBroker() {
    EmbeddedBroker stopped = running();
    broker = startBroker(stopped.port(), stopped.dir());
  }

  private EmbeddedBroker startBroker(int port, Path data) {
    return protection == null
        ? EmbeddedBroker.start(port, data)
        : EmbeddedBroker.start(port, data, protection);
  }

  /** What clients need besides the address, by Kafka's own names; empty where it is not secured. */
  public Map<String, String> clientProperties() {
    return clientProperties(OWNER);
  }

  /** The same for a principal of the deploy guide. */
  public Map<String, String> clientProperties(String principal) {
    return protection == null
        ? Map.of()
        : Map.of(
            "security.protocol",
            "SASL_SSL",
            "ssl.truststore.type",
            "PEM",
            "ssl.truststore.location",
            protection.certificate().toString(),
            "sasl.mechanism",
            "PLAIN",
            "sasl.jaas.config",
            "org.apache.kafka.common.security.plain.PlainLoginModule required"
                + " username=\"%s\" password=\"%s\";".formatted(principal, protection.password()));
  }

  private KafkaClients clients() {
    return new KafkaClients(bootstrapServers(), clientProperties());
  }

  private Map<String, Object> config(Map<String, Object> own) {
    Map<String, Object> config = clients().config();
    config.putAll(own);
    return config;
  }

  /** Host and port, as clients take them. */
  public String bootstrapServers() {
    return running().bootstrapServers();
  }

  /** Partitions of each topic. */
  public int partitions() {
    return partitions;
  }

  /** Writes one record and returns when it is acknowledged; a null value is a tombstone. */
  public <K, V> void send(Topic<K, V> topic, K key, @Nullable V value) {
    sendRaw(
        new ProducerRecord<>(
            topic.name(),
            topic.keySerde().serializer().serialize(topic.name(), key),
            serialized(topic, value)));
  }

  /** Writes any bytes, as a broken client would, and returns when they are acknowledged. */
  public void sendRaw(ProducerRecord<byte[], byte[]> record) {
    try {
      requireNonNull(producer, "not started").send(record).get();
    } catch (ExecutionException e) {
      throw new KafkaException("writing to " + record.topic(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KafkaException("interrupted while writing to " + record.topic(), e);
    }
  }

  /** Everything committed in {@code topic} until now, in order within each partition. */
  public <K, V> List<ConsumerRecord<K, V>> records(Topic<K, V> topic) {
    return read(
        topic.name(), topic.keySerde().deserializer(), topic.valueSerde().deserializer(), 0);
  }

  /**
   * The committed records of {@code topic} once there are at least {@code count}.
   *
   * @throws AssertionError if there are fewer after {@link Patience#LIMIT}
   */
  public <K, V> List<ConsumerRecord<K, V>> awaitRecords(Topic<K, V> topic, int count) {
    return read(
        topic.name(), topic.keySerde().deserializer(), topic.valueSerde().deserializer(), count);
  }

  /**
   * The committed records of the topic called {@code name} as bytes, once there are at least {@code
   * count}; for dead letters.
   *
   * @throws AssertionError if there are fewer after {@link Patience#LIMIT}
   */
  public List<ConsumerRecord<byte[], byte[]>> awaitRaw(String name, int count) {
    return read(name, new ByteArrayDeserializer(), new ByteArrayDeserializer(), count);
  }

  @Override
  public void close() {
    if (producer != null) {
      producer.close(Duration.ZERO);
    }
    if (broker != null) {
      broker.close();
    }
    if (dir != null) {
      delete(dir);
    }
  }

  private <K, V> List<ConsumerRecord<K, V>> read(
      String name, Deserializer<K> keys, Deserializer<V> values, int count) {
    Map<String, Object> config =
        config(Map.of("isolation.level", "read_committed", "auto.offset.reset", "earliest"));
    try (var consumer = new KafkaConsumer<>(config, keys, values)) {
      List<TopicPartition> all =
          consumer.partitionsFor(name, Patience.LIMIT).stream()
              .map(partition -> new TopicPartition(name, partition.partition()))
              .toList();
      consumer.assign(all);
      consumer.seekToBeginning(all);
      Map<TopicPartition, Long> ends = consumer.endOffsets(all);
      List<ConsumerRecord<K, V>> records = new ArrayList<>();
      Instant deadline = Instant.now().plus(Patience.LIMIT);
      while (records.size() < count || behind(consumer, ends)) {
        if (Instant.now().isAfter(deadline)) {
          throw new AssertionError(
              "%s holds %d records after %s, not %d"
                  .formatted(name, records.size(), Patience.LIMIT, count));
        }
        consumer.poll(Duration.ofMillis(50)).forEach(records::add);
      }
      return records;
    }
  }

  private static boolean behind(KafkaConsumer<?, ?> consumer, Map<TopicPartition, Long> ends) {
    return ends.entrySet().stream()
        .anyMatch(end -> consumer.position(end.getKey()) < end.getValue());
  }

  private static <V> byte @Nullable [] serialized(Topic<?, V> topic, @Nullable V value) {
    return value == null ? null : topic.valueSerde().serializer().serialize(topic.name(), value);
  }

  private EmbeddedBroker running() {
    return requireNonNull(broker, "not started");
  }

  private static void delete(Path dir) {
    try (Stream<Path> files = Files.walk(dir)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("deleting " + dir, e);
    }
  }
}

package dev.freshet.schemas.release;

import dev.freshet.schemas.feature.Artifact;
import dev.freshet.schemas.feature.ModelArtifact;
import dev.freshet.schemas.feature.ModelRelease;
import dev.freshet.schemas.serde.AvroSerde;
import dev.freshet.schemas.topic.KafkaClients;
import dev.freshet.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the artifacts that a release names out of {@code model-artifacts}, from the beginning of
 * the topic, into a folder. A few parts are in memory at a time. Parts of other artifacts are
 * skipped, so the folder holds only what was asked for. Thread-safe.
 */
public final class ArtifactReader {

  private static final AvroSerde<ModelArtifact> SERDE = AvroSerde.of(ModelArtifact.class);
  private static final String TOPIC = Topics.MODEL_ARTIFACTS.name();
  private static final Duration POLL = Duration.ofMillis(200);
  private static final int FETCH_BYTES = 8 << 20;
  private static final int POLL_RECORDS = 16;

  private final Supplier<Consumer<byte[], byte[]>> consumers;
  private final ArtifactFolder folder;
  private final Duration patience;

  /**
   * @param patience how long to wait for a part that is missing after the last one came
   */
  public ArtifactReader(KafkaClients clients, ArtifactFolder folder, Duration patience) {
    this(() -> open(clients), folder, patience);
  }

  ArtifactReader(
      Supplier<Consumer<byte[], byte[]>> consumers, ArtifactFolder folder, Duration patience) {
    if (patience.isNegative() || patience.isZero()) {
      throw new IllegalArgumentException("patience must be positive: " + patience);
    }
    this.consumers = consumers;
    this.folder = folder;
    this.patience = patience;
  }

  /**
   * The release with all of its artifacts; waits for those that are on their way.
   *
   * @throws MissingArtifactException if parts are still missing when patience is at its end
   * @throws ArtifactException if an artifact is not what its SHA-256 says, does not fit, or the
   *     disk fails
   * @throws org.apache.kafka.common.KafkaException if Kafka fails, or the thread is interrupted
   */
  public CompleteRelease complete(ModelRelease release) {
    Map<String, ArtifactAssembly> missing = new HashMap<>();
    try {
      for (Map.Entry<String, Artifact> entry : new TreeMap<>(release.getArtifacts()).entrySet()) {
        Artifact artifact = entry.getValue();
        if (artifact.getContent() == null && folder.find(artifact).isEmpty()) {
          missing.computeIfAbsent(
              artifact.getSha256(), sha256 -> folder.begin(entry.getKey(), artifact));
        }
      }
      if (!missing.isEmpty()) {
        read(missing);
      }
    } finally {
      missing.values().forEach(ArtifactAssembly::discard);
    }
    return CompleteRelease.of(release, folder);
  }

  private void read(Map<String, ArtifactAssembly> missing) {
    try (Consumer<byte[], byte[]> consumer = consumers.get()) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(TOPIC).stream()
              .map(info -> new TopicPartition(TOPIC, info.partition()))
              .toList();
      if (partitions.isEmpty()) {
        throw new MissingArtifactException("there is no topic " + TOPIC);
      }
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      long last = System.nanoTime();
      while (!missing.isEmpty()) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          if (take(record, missing)) {
            last = System.nanoTime();
          }
        }
        if (System.nanoTime() - last > patience.toNanos() && !missing.isEmpty()) {
          throw missing.values().iterator().next().givenUpAfter(patience);
        }
      }
    }
  }

  /** Whether the record was a part of what is missing. */
  private boolean take(
      ConsumerRecord<byte[], byte[]> record, Map<String, ArtifactAssembly> missing) {
    byte @Nullable [] keyBytes = record.key();
    if (keyBytes == null) {
      return false;
    }
    String key = new String(keyBytes, StandardCharsets.UTF_8);
    int slash = key.indexOf('/');
    ArtifactAssembly assembly = slash < 0 ? null : missing.get(key.substring(0, slash));
    if (assembly == null) {
      return false;
    }
    if (record.value() == null) {
      assembly.remove(number(key.substring(slash + 1)));
      return false;
    }
    String problem = problem(key, record.value(), assembly);
    if (problem != null) {
      // a later record under the same key may put it right
      assembly.note(
          "record %d of %s-%d: %s".formatted(record.offset(), TOPIC, record.partition(), problem));
      return false;
    }
    if (assembly.isComplete() && folder.finish(assembly)) {
      missing.remove(assembly.artifact().getSha256());
    }
    return true;
  }

  /** What is wrong with the part, which is taken where nothing is. */
  private static @Nullable String problem(String key, byte[] value, ArtifactAssembly assembly) {
    try {
      ModelArtifact part = SERDE.decode(value);
      return key.equals(Artifacts.key(part))
          ? assembly.take(part)
          : "the part is another than the key says";
    } catch (SerializationException e) {
      return e.getMessage();
    }
  }

  private static int number(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      return -1; // not one of our keys
    }
  }

  private static Consumer<byte[], byte[]> open(KafkaClients clients) {
    Map<String, Object> properties = clients.config();
    properties.put(ConsumerConfig.CLIENT_ID_CONFIG, "artifacts");
    properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    properties.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, FETCH_BYTES);
    properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, POLL_RECORDS);
    return new KafkaConsumer<>(
        properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }
}

package dev.freshet.serving.topics;

import dev.freshet.schemas.topic.KafkaClients;
import dev.freshet.schemas.topic.TopicCreation;
import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import io.micronaut.core.convert.format.MapFormat;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Settings under {@code freshet.kafka}.
 *
 * @param bootstrapServers brokers to ask first, as host:port, comma-separated
 * @param partitions partitions of a topic that this node has to create
 * @param replication copies of each partition of such a topic
 * @param erasedWithin time after which a removed record is gone from a compacted topic, 10 s to 24
 *     h; the same for all processes
 * @param acknowledgeWithin time Kafka has to acknowledge what a client sent before the client is
 *     told that it is unavailable
 * @param linger time the writer waits for more records to send along
 * @param client further properties of all Kafka clients, such as the ones of TLS and SASL
 */
@ConfigurationProperties("freshet.kafka")
public record KafkaConfig(
    @Bindable(defaultValue = "127.0.0.1:9092") @NotBlank String bootstrapServers,
    @Bindable(defaultValue = "4") @Positive int partitions,
    @Bindable(defaultValue = "1") @Positive short replication,
    @Bindable(defaultValue = "24h") @NotNull Duration erasedWithin,
    @Bindable(defaultValue = "5s") @NotNull Duration acknowledgeWithin,
    @Bindable(defaultValue = "0ms") @NotNull Duration linger,
    @MapFormat(transformation = MapFormat.MapTransformation.FLAT)
        @Nullable Map<String, String> client) {

  public KafkaConfig {
    TopicCreation unused = new TopicCreation(partitions, replication, erasedWithin);
    client = new KafkaClients(bootstrapServers, client == null ? Map.of() : client).properties();
  }

  /** How topics are created. */
  public TopicCreation topics() {
    return new TopicCreation(partitions, replication, erasedWithin);
  }

  /** What all Kafka clients have in common. */
  public KafkaClients clients() {
    return new KafkaClients(bootstrapServers, client == null ? Map.of() : client);
  }

  /** Leaves the values of the clients' properties out: some are secrets. */
  @Override
  public String toString() {
    return "KafkaConfig[clients=%s, partitions=%d, replication=%d, erasedWithin=%s, acknowledgeWithin=%s, linger=%s]"
        .formatted(clients(), partitions, replication, erasedWithin, acknowledgeWithin, linger);
  }
}

package dev.freshet.serving.topics;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;

/**
 * Settings under {@code freshet.kafka}.
 *
 * @param bootstrapServers brokers to ask first, as host:port, comma-separated
 * @param partitions partitions of a topic that this node has to create
 * @param replication copies of each partition of such a topic
 * @param acknowledgeWithin time Kafka has to acknowledge what a client sent before the client is
 *     told that it is unavailable
 * @param linger time the writer waits for more records to send along
 */
@ConfigurationProperties("freshet.kafka")
public record KafkaConfig(
    @Bindable(defaultValue = "127.0.0.1:9092") @NotBlank String bootstrapServers,
    @Bindable(defaultValue = "4") @Positive int partitions,
    @Bindable(defaultValue = "1") @Positive short replication,
    @Bindable(defaultValue = "5s") @NotNull Duration acknowledgeWithin,
    @Bindable(defaultValue = "0ms") @NotNull Duration linger) {

  /** What every client of Kafka needs. */
  public Map<String, Object> client() {
    return Map.of(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
  }
}

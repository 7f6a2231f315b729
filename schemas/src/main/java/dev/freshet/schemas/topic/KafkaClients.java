package dev.freshet.schemas.topic;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.clients.CommonClientConfigs;

/**
 * How every Kafka client of a process reaches the brokers: producers, consumers and admin clients
 * alike. Written as text it leaves the properties' values out, because some are secrets.
 *
 * @param bootstrapServers brokers to ask first, as host:port, comma-separated
 * @param properties further properties, by Kafka's own names, such as the ones of TLS and SASL
 */
public record KafkaClients(String bootstrapServers, Map<String, String> properties) {

  /** A process takes these properties as settings of this name and the property's. */
  public static final String PREFIX = "freshet.kafka.client.";

  public KafkaClients {
    if (bootstrapServers.isBlank()) {
      throw new IllegalArgumentException("freshet.kafka.bootstrap-servers must be set");
    }
    if (properties.containsKey(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG)) {
      throw new IllegalArgumentException(
          PREFIX
              + CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG
              + " must not be set: use freshet.kafka.bootstrap-servers");
    }
    properties = Map.copyOf(properties);
  }

  /** Clients without further properties. */
  public static KafkaClients of(String bootstrapServers) {
    return new KafkaClients(bootstrapServers, Map.of());
  }

  /**
   * Clients with the properties among {@code settings}, whose names begin with {@link #PREFIX}.
   *
   * @throws IllegalArgumentException if another setting is among them
   */
  public static KafkaClients of(String bootstrapServers, Map<String, String> settings) {
    Map<String, String> properties = new HashMap<>();
    new TreeMap<>(settings)
        .forEach(
            (key, value) -> {
              if (!key.startsWith(PREFIX) || key.length() == PREFIX.length()) {
                throw new IllegalArgumentException("no such setting: " + key);
              }
              properties.put(key.substring(PREFIX.length()), value);
            });
    return new KafkaClients(bootstrapServers, properties);
  }

  /** What a client is made with, to which it adds its own; a new map each time. */
  public Map<String, Object> config() {
    Map<String, Object> config = new HashMap<>(properties);
    config.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    return config;
  }

  @Override
  public String toString() {
    return "KafkaClients[bootstrapServers=%s, properties=%s]"
        .formatted(bootstrapServers, new TreeSet<>(properties.keySet()));
  }
}

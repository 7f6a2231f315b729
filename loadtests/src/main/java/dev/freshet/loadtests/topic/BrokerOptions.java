package dev.freshet.loadtests.topic;

import dev.freshet.schemas.topic.KafkaClients;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the broker is, and what its clients need. */
public final class BrokerOptions {

  @Option(names = "--bootstrap", description = "Kafka's address.")
  private String bootstrap = "127.0.0.1:9092";

  @Option(
      names = "--client-config",
      paramLabel = "FILE",
      description = "Further properties of Kafka's clients, such as the ones of TLS and SASL.")
  private @Nullable Path clientConfig;

  public BrokerOptions() {}

  /** How to reach the broker. */
  public KafkaClients clients() {
    return new KafkaClients(bootstrap, clientConfig == null ? Map.of() : properties(clientConfig));
  }

  private static Map<String, String> properties(Path file) {
    var properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      properties.load(reader);
    } catch (IOException e) {
      throw new UncheckedIOException("reading " + file, e);
    }
    Map<String, String> map = new HashMap<>();
    properties.stringPropertyNames().forEach(name -> map.put(name, properties.getProperty(name)));
    return map;
  }
}

package dev.freshet.local.broker;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;
import org.jspecify.annotations.Nullable;

/**
 * A Kafka broker, its own controller, inside this JVM, listening on 127.0.0.1 only.
 *
 * <p>Sized for a laptop: few threads, small buffers, short segments so that compacted topics stay
 * small. What it was given lies in its folder and is there again at the next start, whatever the
 * port is then.
 */
public final class EmbeddedBroker implements AutoCloseable {

  private static final String HOST = "127.0.0.1";
  private static final int NODE = 1;
  private static final long KEEP_ALL = -1;

  private final KafkaRaftServer server;
  private final int port;
  private final Path dir;

  private EmbeddedBroker(KafkaRaftServer server, int port, Path dir) {
    this.server = server;
    this.port = port;
    this.dir = dir;
  }

  /**
   * Starts a broker, which answers when this returns.
   *
   * @param port where clients connect; 0 picks a free one
   * @param dir where its data lie; created and formatted where it is new
   * @throws IllegalStateException if {@code port} is in use
   */
  public static EmbeddedBroker start(int port, Path dir) {
    int clients = port == 0 ? Port.free() : port;
    return start(clients, clients, dir, KEEP_ALL);
  }

  /**
   * Starts a broker that speaks TLS and answers only those who log in, by SASL's mechanism PLAIN.
   *
   * @param port where clients connect; 0 picks a free one
   * @param dir where its data lie; created and formatted where it is new
   * @param protection what it shows, and what clients have to know
   * @throws IllegalStateException if {@code port} is in use
   */
  public static EmbeddedBroker start(int port, Path dir, Protection protection) {
    int clients = port == 0 ? Port.free() : port;
    return start(clients, clients, dir, KEEP_ALL, protection);
  }

  /**
   * What protects a broker; written as text it leaves the passwords out.
   *
   * @param user whom clients log in as; without quotes or white space, like the password
   * @param others further users with the same password, who may do what access control lists say;
   *     without any, there is no access control
   * @param keyStore a key pair of the broker, PKCS12
   * @param certificate that the key pair has, PEM
   */
  public record Protection(
      String user,
      String password,
      Set<String> others,
      Path keyStore,
      String keyStorePassword,
      Path certificate) {

    public Protection {
      others = Set.copyOf(others);
    }

    @Override
    public String toString() {
      return "Protection[user=%s, keyStore=%s]".formatted(user, keyStore);
    }
  }

  /**
   * Starts a broker whose clients may reach it through something else.
   *
   * @param clients where it listens
   * @param advertised port of 127.0.0.1 that it tells clients to connect to
   * @param dir where its data lie; created and formatted where it is new
   * @param retain bytes kept of each partition of a topic that forgets with time; -1 keeps all
   * @throws IllegalStateException if {@code clients} is in use
   */
  static EmbeddedBroker start(int clients, int advertised, Path dir, long retain) {
    return start(clients, advertised, dir, retain, null);
  }

  private static EmbeddedBroker start(
      int clients, int advertised, Path dir, long retain, @Nullable Protection protection) {
    if (!Port.isFree(clients)) {
      throw new IllegalStateException("port %d on %s is in use".formatted(clients, HOST));
    }
    int controller = Port.free();
    format(dir);
    var properties = new Properties();
    properties.putAll(settings(clients, advertised, controller, dir));
    properties.put("log.retention.bytes", Long.toString(retain));
    if (protection != null) {
      properties.putAll(settings(protection));
    }
    var server = new KafkaRaftServer(KafkaConfig.fromProps(properties), Time.SYSTEM);
    server.startup();
    return new EmbeddedBroker(server, clients, dir);
  }

  /** Where clients connect. */
  public int port() {
    return port;
  }

  /** Host and port, as clients take them. */
  public String bootstrapServers() {
    return HOST + ":" + port;
  }

  /** Where the data lie. */
  public Path dir() {
    return dir;
  }

  /** Stops the broker and waits until its data are on disk. */
  @Override
  public void close() {
    server.shutdown();
    server.awaitShutdown();
  }

  private static void format(Path dir) {
    if (Files.exists(dir.resolve("meta.properties"))) {
      return;
    }
    try {
      Files.createDirectories(dir);
      new Formatter()
          .setClusterId(Uuid.randomUuid().toString())
          .setNodeId(NODE)
          .addDirectory(dir.toString())
          .setMetadataLogDirectory(dir.toString())
          .setControllerListenerName("CONTROLLER")
          .setReleaseVersion(MetadataVersion.latestProduction())
          .setPrintStream(
              new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
          .run();
    } catch (IOException e) {
      throw new UncheckedIOException("preparing the broker's folder " + dir, e);
    } catch (Exception e) {
      throw new IllegalStateException("formatting the broker's folder " + dir, e);
    }
  }

  /** The listener keeps its name, which is not that of its protocol then. */
  private static Map<String, String> settings(Protection protection) {
    String listener = "listener.name.plaintext.";
    Map<String, String> settings = new HashMap<>(login(protection, listener));
    if (!protection.others().isEmpty()) {
      settings.put(
          "authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer");
      // the controller's listener, which nobody else reaches, has no log-in
      settings.put("super.users", "User:%s;User:ANONYMOUS".formatted(protection.user()));
    }
    return settings;
  }

  private static Map<String, String> login(Protection protection, String listener) {
    String others =
        protection.others().stream()
            .map(user -> " user_%s=\"%s\"".formatted(user, protection.password()))
            .collect(joining());
    return Map.of(
        "listener.security.protocol.map",
        "PLAINTEXT:SASL_SSL,CONTROLLER:PLAINTEXT",
        "inter.broker.listener.name",
        "PLAINTEXT",
        "sasl.enabled.mechanisms",
        "PLAIN",
        "sasl.mechanism.inter.broker.protocol",
        "PLAIN",
        listener + "plain.sasl.jaas.config",
        "org.apache.kafka.common.security.plain.PlainLoginModule required"
            + " username=\"%1$s\" password=\"%2$s\" user_%1$s=\"%2$s\"%3$s;"
                .formatted(protection.user(), protection.password(), others),
        listener + "ssl.keystore.type",
        "PKCS12",
        listener + "ssl.keystore.location",
        protection.keyStore().toString(),
        listener + "ssl.keystore.password",
        protection.keyStorePassword(),
        listener + "ssl.truststore.type",
        "PEM",
        listener + "ssl.truststore.location",
        protection.certificate().toString());
  }

  private static Map<String, String> settings(int port, int advertised, int controller, Path dir) {
    return Map.ofEntries(
        Map.entry("process.roles", "broker,controller"),
        Map.entry("node.id", Integer.toString(NODE)),
        Map.entry("controller.quorum.voters", NODE + "@" + HOST + ":" + controller),
        Map.entry(
            "listeners",
            "PLAINTEXT://%s:%d,CONTROLLER://%s:%d".formatted(HOST, port, HOST, controller)),
        Map.entry(
            "advertised.listeners",
            "PLAINTEXT://%s:%d,CONTROLLER://%s:%d".formatted(HOST, advertised, HOST, controller)),
        Map.entry("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT"),
        Map.entry("controller.listener.names", "CONTROLLER"),
        Map.entry("log.dirs", dir.toString()),
        Map.entry("auto.create.topics.enable", "false"),
        // one node holds the only copy of everything
        Map.entry("offsets.topic.replication.factor", "1"),
        Map.entry("offsets.topic.num.partitions", "4"),
        Map.entry("transaction.state.log.replication.factor", "1"),
        Map.entry("transaction.state.log.min.isr", "1"),
        Map.entry("transaction.state.log.num.partitions", "4"),
        Map.entry("share.coordinator.state.topic.replication.factor", "1"),
        Map.entry("share.coordinator.state.topic.min.isr", "1"),
        Map.entry("share.coordinator.state.topic.num.partitions", "1"),
        Map.entry("group.initial.rebalance.delay.ms", "0"),
        // threads and buffers for two cores
        Map.entry("num.network.threads", "2"),
        Map.entry("num.io.threads", "3"),
        Map.entry("background.threads", "2"),
        Map.entry("num.recovery.threads.per.data.dir", "2"),
        Map.entry("log.cleaner.enable", "true"),
        Map.entry("log.cleaner.threads", "1"),
        Map.entry("log.cleaner.dedupe.buffer.size", "4194304"),
        Map.entry("log.cleaner.io.buffer.size", "131072"),
        Map.entry("log.cleaner.backoff.ms", "5000"),
        Map.entry("log.segment.bytes", "16777216"),
        Map.entry("log.index.size.max.bytes", "1048576"),
        Map.entry("log.segment.delete.delay.ms", "5000"),
        Map.entry("message.max.bytes", "8388608"),
        Map.entry("replica.fetch.max.bytes", "8388608"),
        Map.entry("metadata.log.segment.bytes", "8388608"),
        Map.entry("metadata.max.retention.bytes", "16777216"));
  }
}

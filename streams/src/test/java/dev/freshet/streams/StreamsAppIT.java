package dev.freshet.streams;

import static dev.freshet.testkit.Patience.await;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.schemas.event.FeedbackEvent;
import dev.freshet.schemas.event.Video;
import dev.freshet.schemas.feature.Trending;
import dev.freshet.schemas.topic.DeadLetter;
import dev.freshet.schemas.topic.Topics;
import dev.freshet.testkit.EmbeddedKafka;
import dev.freshet.testkit.TestEvents;
import dev.freshet.testkit.monitoring.Monitoring;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The process as it runs, against a broker. */
@Timeout(900)
class StreamsAppIT {

  @RegisterExtension static final EmbeddedKafka KAFKA = new EmbeddedKafka(2);

  @TempDir Path dir;

  private @Nullable Process process;

  @AfterEach
  void stop() {
    if (process != null) {
      process.destroyForcibly();
    }
  }

  @Test
  void ranksLongViewsAndKeepsItsCountsOverARestart() throws Exception {
    int port = freePort();
    byte[] broken = "{\"not\": \"avro\"}".getBytes(UTF_8);
    KAFKA.send(
        Topics.VIDEOS,
        "clip",
        Video.newBuilder(TestEvents.video("clip", "ann")).setLengthMillis(8_000).build());
    KAFKA.sendRaw(new ProducerRecord<>("videos", "broken".getBytes(UTF_8), broken));
    process = start(port);
    StreamsProcess.awaitReady(process);
    assertThat(get(port, "/health").statusCode()).isEqualTo(200);
    assertThat(get(port, "/health").body()).contains("\"trending\":{\"state\":\"RUNNING\"");

    Instant now = Instant.now();
    KAFKA.sendRaw(new ProducerRecord<>("feedback-events", "mallory".getBytes(UTF_8), broken));
    KAFKA.send(Topics.FEEDBACK_EVENTS, "alice", TestEvents.longView("alice", "cat", now));
    KAFKA.send(
        Topics.FEEDBACK_EVENTS,
        "carol",
        FeedbackEvent.newBuilder(TestEvents.longView("carol", "clip", now))
            .setWatchedMillis(8_000L)
            .clearLengthMillis()
            .build());
    await().until(() -> newestCount("cat") == 1 && newestCount("clip") == 1);

    ConsumerRecord<byte[], byte[]> letter = KAFKA.awaitRaw("feedback-events.dlq", 1).getFirst();
    assertThat(letter.key()).isEqualTo("mallory".getBytes(UTF_8));
    assertThat(letter.value()).isEqualTo(broken);
    assertThat(new String(header(letter, DeadLetter.REASON_HEADER), UTF_8))
        .contains("FeedbackEvent");
    assertThat(get(port, "/prometheus").body())
        .contains("freshet_dead_letters_total{topic=\"feedback-events\"} 1.0")
        .contains("freshet_topology_running{topology=\"trending\"} 1.0")
        .contains("freshet_topology_quiet_seconds{topology=\"trending\"} ");
    assertThat(Monitoring.exported(get(port, "/prometheus").body()))
        .containsAll(Monitoring.ofThisCheckout().metrics("streams"));

    assertThat(configOf("freshet-trending-rankings-changelog", "max.compaction.lag.ms"))
        .isEqualTo(Long.toString(Duration.ofHours(4).toMillis()));

    process.destroy();
    assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
    process = start(port);
    StreamsProcess.awaitReady(process);
    KAFKA.send(Topics.FEEDBACK_EVENTS, "bob", TestEvents.longView("bob", "cat", now));

    await().until(() -> newestCount("cat") == 2);
  }

  /** Long views of the video in the newest window. */
  private static long newestCount(String video) {
    List<ConsumerRecord<String, Trending>> records = KAFKA.records(Topics.TRENDING);
    if (records.isEmpty()) {
      return 0;
    }
    return records.getLast().value().getVideos().stream()
        .filter(ranked -> ranked.getVideo().equals(video))
        .mapToLong(ranked -> ranked.getCount())
        .sum();
  }

  private static String configOf(String topic, String setting) throws Exception {
    var resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    try (Admin admin =
        Admin.create(
            Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, KAFKA.bootstrapServers()))) {
      Config config = admin.describeConfigs(List.of(resource)).all().get().get(resource);
      return Objects.requireNonNull(config).get(setting).value();
    }
  }

  private Process start(int port) throws IOException {
    return StreamsProcess.start(
        KAFKA.bootstrapServers(), dir, port, List.of("freshet.kafka.client.metrics.num.samples=3"));
  }

  private static HttpResponse<String> get(int port, String path) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(),
          BodyHandlers.ofString());
    }
  }

  private static byte[] header(ConsumerRecord<byte[], byte[]> record, String name) {
    return record.headers().lastHeader(name).value();
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}

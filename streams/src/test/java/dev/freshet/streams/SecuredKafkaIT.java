package dev.freshet.streams;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.schemas.topic.KafkaClients;
import dev.freshet.schemas.topic.Topics;
import dev.freshet.testkit.EmbeddedKafka;
import dev.freshet.testkit.TestEvents;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The process against a broker that speaks TLS and lets it do what the deploy guide says. */
@Timeout(900)
class SecuredKafkaIT {

  @RegisterExtension static final EmbeddedKafka KAFKA = EmbeddedKafka.guarded(2);

  @TempDir Path dir;

  private @Nullable Process process;

  @AfterEach
  void stop() {
    if (process != null) {
      process.destroyForcibly();
    }
  }

  @Test
  void readsAndWritesWithTheGivenProperties() throws Exception {
    byte[] poison = "poison".getBytes(UTF_8);
    List<String> settings = new ArrayList<>();
    KAFKA
        .clientProperties("streams")
        .forEach((key, value) -> settings.add(KafkaClients.PREFIX + key + "=" + value));
    process = StreamsProcess.start(KAFKA.bootstrapServers(), dir, 0, settings);
    StreamsProcess.awaitReady(process);

    KAFKA.sendRaw(new ProducerRecord<>("feedback-events", "mallory".getBytes(UTF_8), poison));
    KAFKA.send(Topics.FEEDBACK_EVENTS, "alice", TestEvents.longView("alice", "cat", Instant.now()));

    assertThat(KAFKA.awaitRecords(Topics.TRENDING, 1).getFirst().value().getVideos())
        .singleElement()
        .satisfies(video -> assertThat(video.getVideo()).isEqualTo("cat"));
    assertThat(KAFKA.awaitRaw("feedback-events.dlq", 1).getFirst().value()).isEqualTo(poison);
  }

  @Test
  void endsWithoutTheProperties() throws Exception {
    process = StreamsProcess.start(KAFKA.bootstrapServers(), dir, 0, List.of());
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);

    assertThat(process.waitFor()).isNotZero();
    assertThat(said).doesNotContain("READY streams");
  }
}

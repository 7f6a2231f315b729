package dev.freshet.serving.topics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.schemas.topic.Topics;
import dev.freshet.serving.topics.TopicWriter.Entry;
import dev.freshet.serving.topics.TopicWriter.Written;
import dev.freshet.testkit.TestEvents;
import io.micronaut.context.ApplicationContext;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaTopicWriterTest {

  private static final Duration WITHIN = Duration.ofMillis(300);

  @TempDir Path dir;

  @Test
  void givesAWholeBatchUpAfterTheTimeOfOne() throws IOException {
    try (var silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        ApplicationContext context =
            ApplicationContext.run(
                Map.of(
                    "freshet.kafka.follow",
                    "false",
                    "freshet.kafka.bootstrap-servers",
                    "127.0.0.1:" + silent.getLocalPort(),
                    "freshet.kafka.acknowledge-within",
                    WITHIN.toMillis() + "ms",
                    "freshet.store.dir",
                    dir.toString()))) {
      var writer = context.getBean(KafkaTopicWriter.class);
      var entry = new Entry<>("alice", TestEvents.like("alice", "cat", TestEvents.START));
      Instant start = Instant.now();

      Written written = writer.write(Topics.FEEDBACK_EVENTS, Collections.nCopies(1_000, entry));

      Duration took = Duration.between(start, Instant.now());
      assertThat(written).isInstanceOf(Written.Unavailable.class);
      assertThat(took)
          .as("1,000 times as long would be 5 minutes")
          .isLessThan(Duration.ofMinutes(2));
    }
  }
}

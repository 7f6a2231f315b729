package dev.freshet.flink.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.flink.JobEnvironment;
import dev.freshet.flink.Profile;
import dev.freshet.flink.Settings;
import dev.freshet.flink.TestCluster;
import dev.freshet.flink.features.FeaturesJob;
import dev.freshet.flink.job.Job;
import dev.freshet.flink.passthrough.PassThroughJob;
import dev.freshet.schemas.topic.KafkaClients;
import dev.freshet.schemas.topic.TopicCreation;
import dev.freshet.schemas.topic.Topics;
import dev.freshet.testkit.EmbeddedKafka;
import dev.freshet.testkit.TestEvents;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Jobs against a broker that speaks TLS and answers only those who log in. */
class SecuredKafkaIT {

  @RegisterExtension static final EmbeddedKafka KAFKA = EmbeddedKafka.secured(2);

  @RegisterExtension static final MiniClusterExtension FLINK = TestCluster.ofSlots(2);

  @TempDir private Path dir;

  @Test
  void answersNobodyWithoutTheProperties() {
    var creation = new TopicCreation(2, (short) 1);
    KafkaClients nameless = KafkaClients.of(KAFKA.bootstrapServers());

    assertThatThrownBy(() -> creation.createMissing(nameless, Duration.ofSeconds(3)))
        .isInstanceOf(KafkaException.class);
  }

  @Test
  void readsWritesAndCreatesTopicsWithTheGivenProperties() throws Exception {
    byte[] poison = "poison".getBytes(StandardCharsets.UTF_8);
    Settings settings = settings();
    KafkaConfig.from(settings).createTopics();
    PassThroughJob.createTopic(settings);
    JobClient features = start(FeaturesJob.JOB);
    JobClient passThrough = start(PassThroughJob.JOB);

    KAFKA.sendRaw(new ProducerRecord<>("feedback-events", 0, null, poison));
    KAFKA.send(Topics.FEEDBACK_EVENTS, "ann", TestEvents.like("ann", "v1", Instant.now()));

    assertThat(KAFKA.awaitRecords(Topics.USER_STATES, 1))
        .singleElement()
        .satisfies(state -> assertThat(state.key()).isEqualTo("ann"));
    assertThat(KAFKA.awaitRaw("feedback-events.dlq", 1))
        .singleElement()
        .satisfies(letter -> assertThat(letter.value()).isEqualTo(poison));
    assertThat(KAFKA.awaitRaw("pass-through", 1)).isNotEmpty();
    features.cancel().get();
    passThrough.cancel().get();
  }

  private JobClient start(Job job) throws Exception {
    Settings settings = settings();
    var env =
        StreamExecutionEnvironment.getExecutionEnvironment(
            JobEnvironment.configuration(settings, job.name()));
    job.graph().define(env, settings);
    settings.rejectUnread();
    return env.executeAsync();
  }

  private Settings settings() {
    Map<String, String> all =
        new HashMap<>(
            Map.of(
                "freshet.kafka.bootstrap-servers",
                KAFKA.bootstrapServers(),
                "freshet.kafka.partitions",
                "2",
                "execution.checkpointing.dir",
                dir.toUri().toString()));
    KAFKA.clientProperties().forEach((key, value) -> all.put(KafkaClients.PREFIX + key, value));
    return new Settings(Profile.LIVE, all);
  }
}

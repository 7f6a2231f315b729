package dev.freshet.flink.kafka;

import static dev.freshet.testkit.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.flink.JobEnvironment;
import dev.freshet.flink.Profile;
import dev.freshet.flink.Settings;
import dev.freshet.flink.TestCluster;
import dev.freshet.flink.features.FeaturesJob;
import dev.freshet.flink.fusion.FusionJob;
import dev.freshet.flink.fusion.training.FusionTrainingJob;
import dev.freshet.flink.job.Job;
import dev.freshet.flink.labels.LabelsJob;
import dev.freshet.flink.training.TrainingJob;
import dev.freshet.schemas.topic.KafkaClients;
import dev.freshet.schemas.topic.TopicCreation;
import dev.freshet.schemas.topic.Topics;
import dev.freshet.testkit.EmbeddedKafka;
import dev.freshet.testkit.TestEvents;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Jobs against a broker that speaks TLS and lets each do what the deploy guide says, and nothing
 * else.
 */
class SecuredKafkaIT {

  @RegisterExtension static final EmbeddedKafka KAFKA = EmbeddedKafka.guarded(2);

  @RegisterExtension static final MiniClusterExtension FLINK = TestCluster.ofSlots(5);

  private static final List<Job> JOBS =
      List.of(
          FeaturesJob.JOB, LabelsJob.JOB, TrainingJob.JOB, FusionJob.JOB, FusionTrainingJob.JOB);

  private static final List<String> POISONED =
      List.of("feedback-events", "videos", "training-examples", "model-releases");

  private static final byte[] POISON = "poison".getBytes(StandardCharsets.UTF_8);
  private static final byte[] KEY = "key".getBytes(StandardCharsets.UTF_8);

  @TempDir private Path dir;

  @Test
  void answersNobodyWithoutTheProperties() {
    var creation = new TopicCreation(2, (short) 1);
    KafkaClients nameless = KafkaClients.of(KAFKA.bootstrapServers());

    assertThatThrownBy(() -> creation.createMissing(nameless, Duration.ofSeconds(3)))
        .isInstanceOf(KafkaException.class);
  }

  @Test
  void runsEachJobWithWhatTheDeployGuideGrantsIt() throws Exception {
    List<JobClient> running = new ArrayList<>();
    for (Job job : JOBS) {
      running.add(start(job));
    }
    Instant now = Instant.now();
    for (String topic : POISONED) {
      KAFKA.sendRaw(new ProducerRecord<>(topic, 0, KEY, POISON));
    }

    KAFKA.send(Topics.FEEDBACK_EVENTS, "ann", TestEvents.longView("ann", "v1", now));

    assertThat(KAFKA.awaitRecords(Topics.USER_STATES, 1))
        .singleElement()
        .satisfies(state -> assertThat(state.key()).isEqualTo("ann"));
    // features and labels
    assertThat(KAFKA.awaitRaw("feedback-events.dlq", 2)).allMatch(SecuredKafkaIT::isPoison);
    // training and fusion-training
    assertThat(KAFKA.awaitRaw("training-examples.dlq", 2)).allMatch(SecuredKafkaIT::isPoison);
    assertThat(KAFKA.awaitRaw("model-releases.dlq", 1)).allMatch(SecuredKafkaIT::isPoison);
    // training, fusion and fusion-training
    assertThat(KAFKA.awaitRaw("videos.dlq", 3)).allMatch(SecuredKafkaIT::isPoison);
    try (Admin admin = Admin.create(clients(KAFKA.clientProperties()).config())) {
      for (Job job : JOBS) {
        String group = "freshet-" + job.name();
        await()
            .alias(group)
            .until(
                () -> admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get(),
                offsets -> !offsets.isEmpty());
      }
    }
    for (JobClient job : running) {
      assertThat(job.getJobStatus().get()).isEqualTo(JobStatus.RUNNING);
      job.cancel().get();
    }
  }

  @Test
  void letsNobodyDoWhatTheGuideDoesNotSay() {
    assertThatThrownBy(() -> write("features", "erased-users"))
        .hasCauseInstanceOf(TopicAuthorizationException.class);
    assertThatThrownBy(() -> write("producer", "user-states"))
        .hasCauseInstanceOf(TopicAuthorizationException.class);
    assertThatCode(() -> write("producer", "feedback-events")).doesNotThrowAnyException();
  }

  private static void write(String principal, String topic) throws Exception {
    try (var producer =
        new KafkaProducer<>(
            clients(KAFKA.clientProperties(principal)).config(),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      producer.send(new ProducerRecord<>(topic, POISON)).get();
    }
  }

  private static boolean isPoison(ConsumerRecord<byte[], byte[]> letter) {
    return Arrays.equals(letter.value(), POISON);
  }

  private static KafkaClients clients(Map<String, String> properties) {
    return new KafkaClients(KAFKA.bootstrapServers(), properties);
  }

  private JobClient start(Job job) throws Exception {
    Settings settings = settings(job.name());
    var env =
        StreamExecutionEnvironment.getExecutionEnvironment(
            JobEnvironment.configuration(settings, job.name()));
    job.graph().define(env, settings);
    settings.rejectUnread();
    return env.executeAsync();
  }

  private Settings settings(String job) {
    Map<String, String> all =
        new HashMap<>(
            Map.of(
                "freshet.kafka.bootstrap-servers",
                KAFKA.bootstrapServers(),
                "freshet.kafka.partitions",
                "2",
                "execution.checkpointing.interval",
                "500 ms",
                "execution.checkpointing.dir",
                dir.toUri().toString()));
    if (job.equals(TrainingJob.JOB.name())) {
      all.put("freshet.training.fused-dimension", "16"); // so that it reads embedding-rows
    }
    KAFKA.clientProperties(job).forEach((key, value) -> all.put(KafkaClients.PREFIX + key, value));
    return new Settings(Profile.LIVE, all);
  }
}

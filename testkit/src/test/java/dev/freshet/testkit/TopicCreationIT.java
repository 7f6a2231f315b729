package dev.freshet.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.freshet.schemas.topic.Topic;
import dev.freshet.schemas.topic.TopicCreation;
import dev.freshet.schemas.topic.Topics;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class TopicCreationIT {

  @RegisterExtension static final EmbeddedKafka KAFKA = new EmbeddedKafka(2);

  @Test
  void createsEveryTopicAndItsDeadLettersWithThePartitionsAsked() throws Exception {
    List<String> expected =
        Topics.ALL.stream().flatMap(topic -> Stream.of(topic.name(), topic.deadLetters())).toList();

    Map<String, TopicDescription> created;
    try (Admin admin = admin()) {
      created = admin.describeTopics(expected).allTopicNames().get(30, TimeUnit.SECONDS);
    }

    assertThat(created).hasSize(28).containsOnlyKeys(expected);
    assertThat(created.values()).allMatch(topic -> topic.partitions().size() == 2);
  }

  @Test
  void compactsWhatIsAndExpiresWhatHappened() throws Exception {
    Config videos = config(Topics.VIDEOS.name());
    Config events = config(Topics.FEEDBACK_EVENTS.name());

    assertThat(videos.get("cleanup.policy").value()).isEqualTo("compact");
    assertThat(events.get("cleanup.policy").value()).isEqualTo("delete");
    assertThat(events.get("retention.ms").value()).isEqualTo("604800000");
    assertThat(events.get("message.timestamp.type").value()).isEqualTo("LogAppendTime");
  }

  @Test
  void leavesWhatIsThereAlone() {
    var creation = new TopicCreation(2, (short) 1);

    assertThatCode(() -> creation.createMissing(KAFKA.bootstrapServers(), Patience.LIMIT))
        .doesNotThrowAnyException();
  }

  @Test
  void shortensTheDeadlinesOfATopicOfAnEarlierVersionAndLeavesShorterOnesAlone() throws Exception {
    var creation = new TopicCreation(2, (short) 1);
    String states = Topics.USER_STATES.name();
    String slates = Topics.SERVED_SLATES.name();
    set(states, "max.compaction.lag.ms", "9223372036854775807");
    set(states, "delete.retention.ms", "86400000");
    set(states, "segment.ms", "1000");
    set(slates, "retention.ms", "-1");

    creation.createMissing(KAFKA.bootstrapServers(), Patience.LIMIT);

    assertThat(config(states).get("max.compaction.lag.ms").value()).isEqualTo("14400000");
    assertThat(config(states).get("delete.retention.ms").value()).isEqualTo("14400000");
    assertThat(config(states).get("segment.ms").value()).isEqualTo("1000");
    assertThat(config(slates).get("retention.ms").value()).isEqualTo("604800000");
  }

  private static void set(String topic, String name, String value) throws Exception {
    var resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    var change = new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET);
    try (Admin admin = admin()) {
      admin
          .incrementalAlterConfigs(Map.of(resource, List.of(change)))
          .all()
          .get(30, TimeUnit.SECONDS);
    }
  }

  @Test
  void createsATopicAgainThatWasDeleted() throws Exception {
    String gone = Topics.SERVED_SLATES.deadLetters();
    try (Admin admin = admin()) {
      admin.deleteTopics(List.of(gone)).all().get(30, TimeUnit.SECONDS);
    }

    new TopicCreation(2, (short) 1).createMissing(KAFKA.bootstrapServers(), Patience.LIMIT);

    try (Admin admin = admin()) {
      assertThat(admin.listTopics().names().get(30, TimeUnit.SECONDS)).contains(gone);
    }
  }

  @Test
  void refusesTopicsWithAnotherNumberOfPartitions() {
    var creation = new TopicCreation(3, (short) 1);

    assertThatExceptionOfType(KafkaException.class)
        .isThrownBy(() -> creation.createMissing(KAFKA.bootstrapServers(), Patience.LIMIT))
        .withMessageContaining("has 2 partitions, not 3");
  }

  @Test
  void saysWhichBrokerRefused() throws Exception {
    Topic<String, ?> gone = Topics.TRENDING;
    try (Admin admin = admin()) {
      admin.deleteTopics(List.of(gone.deadLetters())).all().get(30, TimeUnit.SECONDS);
    }
    var threeCopies = new TopicCreation(2, (short) 3);

    assertThatExceptionOfType(KafkaException.class)
        .isThrownBy(() -> threeCopies.createMissing(KAFKA.bootstrapServers(), Patience.LIMIT))
        .withMessage("creating topics on " + KAFKA.bootstrapServers())
        .havingCause()
        .withMessageContaining("replication factor");

    new TopicCreation(2, (short) 1).createMissing(KAFKA.bootstrapServers(), Patience.LIMIT);
  }

  @Test
  void takesARecordOfSeveralMebibytes() throws Exception {
    byte[] network = new byte[6 << 20];
    String topic = Topics.MODEL_RELEASES.deadLetters();
    Map<String, Object> config =
        Map.of(
            "bootstrap.servers",
            KAFKA.bootstrapServers(),
            "max.request.size",
            TopicCreation.MAX_RECORD_BYTES);

    try (var producer =
        new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
      producer.send(new ProducerRecord<>(topic, network)).get(30, TimeUnit.SECONDS);
    }

    assertThat(KAFKA.awaitRaw(topic, 1)).extracting(ConsumerRecord::value).containsExactly(network);
  }

  private static Config config(String topic)
      throws ExecutionException, InterruptedException, TimeoutException {
    var resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    try (Admin admin = admin()) {
      return admin
          .describeConfigs(List.of(resource))
          .all()
          .get(30, TimeUnit.SECONDS)
          .getOrDefault(resource, new Config(List.of()));
    }
  }

  private static Admin admin() {
    return Admin.create(Map.of("bootstrap.servers", KAFKA.bootstrapServers()));
  }
}

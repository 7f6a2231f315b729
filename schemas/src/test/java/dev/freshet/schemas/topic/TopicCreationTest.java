package dev.freshet.schemas.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TopicCreationTest {

  private static final List<NewTopic> CREATED = new TopicCreation(6, (short) 3).topics();

  @Test
  void createsEveryTopicAndItsDeadLetters() {
    assertThat(CREATED)
        .extracting(NewTopic::name)
        .containsExactlyInAnyOrder(
            "feedback-events",
            "feedback-events.dlq",
            "erased-users",
            "erased-users.dlq",
            "videos",
            "videos.dlq",
            "user-states",
            "user-states.dlq",
            "user-set-entries",
            "user-set-entries.dlq",
            "training-examples",
            "training-examples.dlq",
            "embedding-rows",
            "embedding-rows.dlq",
            "model-releases",
            "model-releases.dlq",
            "model-artifacts",
            "model-artifacts.dlq",
            "round-commands",
            "round-commands.dlq",
            "trending",
            "trending.dlq",
            "served-slates",
            "served-slates.dlq",
            "scored-examples",
            "scored-examples.dlq",
            "model-evaluations",
            "model-evaluations.dlq");
  }

  @Test
  void givesAllTheSamePartitionsAndCopies() {
    assertThat(CREATED)
        .allSatisfy(
            topic -> {
              assertThat(topic.numPartitions()).isEqualTo(6);
              assertThat(topic.replicationFactor()).isEqualTo((short) 3);
              assertThat(topic.configs()).containsEntry("max.message.bytes", "8388608");
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "feedback-events",
        "training-examples",
        "round-commands",
        "served-slates",
        "scored-examples"
      })
  void keepsWhatHappenedForAWeekFromItsArrival(String topic) {
    assertThat(configs(topic))
        .containsEntry("cleanup.policy", "delete")
        .containsEntry("retention.ms", "604800000")
        .containsEntry("message.timestamp.type", "LogAppendTime");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "erased-users",
        "videos",
        "user-states",
        "embedding-rows",
        "model-releases",
        "model-artifacts",
        "trending",
        "model-evaluations"
      })
  void keepsTheLatestOfWhatIs(String topic) {
    assertThat(configs(topic))
        .containsEntry("cleanup.policy", "compact")
        .doesNotContainKey("retention.ms");
    // a removed record is gone within 24 h: at most 4 h until its segment is closed, 4 h until the
    // cleaner must have been at it, 4 h for late readers of the removal, then 8 h until the cleaner
    // has been at it again
    assertThat(configs(topic))
        .containsEntry("segment.ms", "600000")
        .containsEntry("max.compaction.lag.ms", "14400000")
        .containsEntry("delete.retention.ms", "14400000");
  }

  @Test
  void dividesAShorterDeadlineAlike() {
    // a sixth of a minute each
    assertThat(configs(new TopicCreation(1, (short) 1, Duration.ofMinutes(1)), "user-states"))
        .containsEntry("segment.ms", "10000")
        .containsEntry("max.compaction.lag.ms", "10000")
        .containsEntry("delete.retention.ms", "10000");
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT9.999S", "PT24H0.001S"})
  void refusesADeadlineThatNobodyCouldKeepOrThatPromisesTooLittle(Duration within) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TopicCreation(1, (short) 1, within))
        .withMessage("erased-within must be between PT10S and PT24H: " + within);
  }

  @Test
  void keepsDeadLettersForThirtyDays() {
    assertThat(CREATED)
        .filteredOn(topic -> topic.name().endsWith(".dlq"))
        .hasSize(14)
        .allSatisfy(
            topic ->
                assertThat(topic.configs())
                    .containsEntry("cleanup.policy", "delete")
                    .containsEntry("retention.ms", "2592000000"));
  }

  @Test
  void saysWhichBrokerDoesNotAnswer() {
    var creation = new TopicCreation(1, (short) 1);

    assertThatExceptionOfType(KafkaException.class)
        .isThrownBy(() -> creation.createMissing("127.0.0.1:1", Duration.ofMillis(300)))
        .withMessage("creating topics on 127.0.0.1:1");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1})
  void refusesATopicWithoutPartitionsOrCopies(int none) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TopicCreation(none, (short) 1))
        .withMessage("partitions must be at least 1: " + none);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TopicCreation(1, (short) none))
        .withMessage("replication must be at least 1: " + none);
  }

  private static Map<String, String> configs(String topic) {
    return configs(new TopicCreation(6, (short) 3), topic);
  }

  private static Map<String, String> configs(TopicCreation creation, String topic) {
    return creation.topics().stream()
        .filter(created -> created.name().equals(topic))
        .findFirst()
        .orElseThrow()
        .configs();
  }
}

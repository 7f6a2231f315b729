package dev.freshet.loadtests.deadletters;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.schemas.event.FeedbackEvent;
import dev.freshet.schemas.topic.DeadLetter;
import dev.freshet.schemas.topic.KafkaClients;
import dev.freshet.schemas.topic.Topic;
import dev.freshet.schemas.topic.Topics;
import dev.freshet.testkit.EmbeddedKafka;
import dev.freshet.testkit.TestEvents;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Each test has a topic of its own. */
class DeadLettersIT {

  @RegisterExtension static final EmbeddedKafka KAFKA = new EmbeddedKafka();

  private static final Instant AT = Instant.parse("2026-04-27T10:15:30Z");

  @Test
  void countsByReasonAndSeesTheSameRecordOfTwoJobsOnce() {
    letter(Topics.TRENDING, 1, 10, "too short", "a");
    letter(Topics.TRENDING, 1, 10, "too short", "a");
    letter(Topics.TRENDING, 1, 14, "too short", "b");
    letter(Topics.TRENDING, 2, 3, "too long", "c");

    List<LetterCount> counts =
        ListCommand.counts(clients()).stream()
            .filter(count -> count.topic().equals("trending.dlq"))
            .toList();

    assertThat(counts).extracting(LetterCount::reason).containsExactly("too short", "too long");
    assertThat(counts.getFirst().letters()).isEqualTo(3);
    assertThat(counts.getFirst().sources()).isEqualTo(2);
    assertThat(counts.getFirst().sourceOffsets()).isEqualTo("1:10-14");
    assertThat(counts.getFirst().redriven()).isZero();
    assertThat(counts.getFirst().newest()).isPositive();
    assertThat(counts.getLast().sourceOffsets()).isEqualTo("2:3-3");
  }

  @Test
  void writesEachSourceRecordBackOnceWithItsKeyBytesAndPartition() {
    letter(Topics.SERVED_SLATES, 3, 10, "too short", "a");
    letter(Topics.SERVED_SLATES, 3, 10, "too short", "a");
    letter(Topics.SERVED_SLATES, 2, 11, "too short", "b");
    var redrive = new Redrive(clients(), Topics.SERVED_SLATES, "");

    Redrive.Outcome first = redrive.run();
    // the second job finds the same record later
    letter(Topics.SERVED_SLATES, 2, 11, "too short", "b");
    Redrive.Outcome second = redrive.run();
    Redrive.Outcome third = redrive.run();

    assertThat(first).isEqualTo(new Redrive.Outcome(2, 0, 1, 0, 0, 0));
    assertThat(second).isEqualTo(new Redrive.Outcome(0, 0, 1, 3, 0, 0));
    assertThat(third).isEqualTo(new Redrive.Outcome(0, 0, 0, 4, 0, 0));
    assertThat(written(Topics.SERVED_SLATES, 2)).containsExactlyInAnyOrder("3 key a", "2 key b");
  }

  @Test
  void leavesLettersWithAnotherReasonForALaterRedrive() {
    letter(Topics.SCORED_EXAMPLES, 0, 1, "too short: 3 bytes", "a");
    letter(Topics.SCORED_EXAMPLES, 0, 2, "too long", "b");
    letter(Topics.SCORED_EXAMPLES, 0, 3, "too short: 4 bytes", "c");
    var chosen = new Redrive(clients(), Topics.SCORED_EXAMPLES, "too short");
    var all = new Redrive(clients(), Topics.SCORED_EXAMPLES, "");

    Redrive.Outcome first = chosen.run();
    Redrive.Outcome again = chosen.run();
    Redrive.Outcome rest = all.run();

    assertThat(first).isEqualTo(new Redrive.Outcome(2, 0, 0, 0, 1, 0));
    assertThat(again).isEqualTo(new Redrive.Outcome(0, 0, 0, 2, 1, 0));
    assertThat(rest).isEqualTo(new Redrive.Outcome(1, 0, 0, 2, 0, 0));
    assertThat(written(Topics.SCORED_EXAMPLES, 3)).hasSize(3);
  }

  @Test
  void writesNothingInARehearsal() {
    FeedbackEvent event = TestEvents.like("alice", "cat", AT);
    byte[] value = Topics.FEEDBACK_EVENTS.valueSerde().serializer().serialize("", event);
    send(Topics.FEEDBACK_EVENTS, 0, 1, "the future", "alice", value);
    KAFKA.sendRaw(new ProducerRecord<>(Topics.FEEDBACK_EVENTS.deadLetters(), new byte[] {1}));

    var redrive = new Redrive(clients(), Topics.FEEDBACK_EVENTS, "");

    assertThat(redrive.rehearse()).isEqualTo(new Redrive.Outcome(1, 1, 0, 0, 0, 1));
    assertThat(redrive.rehearse()).isEqualTo(new Redrive.Outcome(1, 1, 0, 0, 0, 1));
    assertThat(KAFKA.records(Topics.FEEDBACK_EVENTS)).isEmpty();
  }

  @Test
  void showsWhereARecordCameFromWhyItsBytesAndWhatItSaysNow() {
    byte[] video =
        Topics.VIDEOS.valueSerde().serializer().serialize("", TestEvents.video("cat", "anna"));
    send(Topics.VIDEOS, 1, 7, "no such schema", "cat", video);
    send(Topics.VIDEOS, 1, 8, "too short", "dog", new byte[] {'x'});
    List<String> shown = new ArrayList<>();

    RedrivePositions positions = RedrivePositions.read(clients());
    new Letters(clients())
        .read(
            Topics.VIDEOS,
            letter -> shown.add(ShowCommand.text(Topics.VIDEOS, letter, positions, 16)));

    assertThat(shown)
        .anySatisfy(
            text ->
                assertThat(text)
                    .contains(
                        "videos partition 1 offset 7", "no such schema", "2026-04-27T10:15:30Z")
                    .contains("0000  c3 01 ", "bytes more", "\"author\": \"anna\""))
        .anySatisfy(
            text ->
                assertThat(text)
                    .contains("key       dog", "0000  78 ", "1 bytes without the header"));
  }

  @Test
  void knowsATopicByItsNameAndByThatOfItsDeadLetters() {
    assertThat(Letters.topic("videos")).contains(Topics.VIDEOS);
    assertThat(Letters.topic("videos.dlq")).contains(Topics.VIDEOS);
    assertThat(Letters.topic("cats")).isEmpty();
  }

  private static void letter(
      Topic<?, ?> topic, int partition, long offset, String reason, String value) {
    send(topic, partition, offset, reason, "key", value.getBytes(StandardCharsets.UTF_8));
  }

  private static void send(
      Topic<?, ?> topic, int partition, long offset, String reason, String key, byte[] value) {
    DeadLetter letter =
        new DeadLetter(
            key.getBytes(StandardCharsets.UTF_8),
            value,
            topic.name(),
            partition,
            offset,
            reason,
            AT);
    KAFKA.sendRaw(
        new ProducerRecord<>(
            letter.deadLetters(), null, letter.key(), letter.value(), letter.headers()));
  }

  /** What lies in a topic, each as partition, key and value. */
  private static List<String> written(Topic<?, ?> topic, int count) {
    return KAFKA.awaitRaw(topic.name(), count).stream()
        .map(
            record ->
                "%d %s %s"
                    .formatted(
                        record.partition(),
                        new String(record.key(), StandardCharsets.UTF_8),
                        new String(record.value(), StandardCharsets.UTF_8)))
        .toList();
  }

  private static KafkaClients clients() {
    return KafkaClients.of(KAFKA.bootstrapServers());
  }
}

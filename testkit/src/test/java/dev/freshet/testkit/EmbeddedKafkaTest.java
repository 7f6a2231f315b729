package dev.freshet.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.schemas.topic.Topics;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class EmbeddedKafkaTest {

  @RegisterExtension static final EmbeddedKafka KAFKA = new EmbeddedKafka(2);

  @Test
  void readsBackWhatWasSentAlsoAfterAnOutage() {
    KAFKA.send(Topics.VIDEOS, "cat", TestEvents.video("cat", "ann", "animals"));
    KAFKA.send(Topics.VIDEOS, "dog", null);
    KAFKA.stopBroker();
    KAFKA.startBroker();

    assertThat(KAFKA.awaitRecords(Topics.VIDEOS, 2))
        .filteredOn(record -> record.value() != null)
        .singleElement()
        .satisfies(
            record ->
                assertThat(record.value()).isEqualTo(TestEvents.video("cat", "ann", "animals")));
  }

  @Test
  void createsTheDeadLetterTopics() {
    byte[] bytes = {1, 2, 3};
    KAFKA.sendRaw(new ProducerRecord<>(Topics.VIDEOS.deadLetters(), bytes, bytes));

    assertThat(KAFKA.awaitRaw(Topics.VIDEOS.deadLetters(), 1))
        .extracting(ConsumerRecord::value)
        .containsExactly(bytes);
  }
}

package dev.freshet.flink.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.schemas.event.FeedbackEvent;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class RecordReaderTest {

  @Test
  void saysWhyARecordCannotBeDecoded() {
    var reader = new RecordReader<>(FeedbackEvent.class);
    byte[] garbage = "not avro".getBytes(StandardCharsets.UTF_8);

    var received = reader.received(new ConsumerRecord<>("feedback-events", 1, 2, null, garbage));

    assertThat(received.value()).isNull();
    assertThat(received.bytes()).isEqualTo(garbage);
    assertThat(received.problem()).isNotBlank();
  }
}

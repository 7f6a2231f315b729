package dev.freshet.flink.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.flink.record.Received;
import dev.freshet.schemas.event.FeedbackEvent;
import dev.freshet.schemas.topic.WatermarkMark;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.functions.util.ListCollector;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class RecordReaderTest {

  @Test
  void saysWhyARecordCannotBeDecoded() {
    var reader = new RecordReader<>(FeedbackEvent.class, Keys.ALL);
    byte[] garbage = "not avro".getBytes(StandardCharsets.UTF_8);

    var received = reader.received(new ConsumerRecord<>("feedback-events", 1, 2, null, garbage));

    assertThat(received.value()).isNull();
    assertThat(received.bytes()).isEqualTo(garbage);
    assertThat(received.problem()).isNotBlank();
  }

  @Test
  void leavesOutRecordsOfOtherKeysButNotMarks() {
    var reader = new RecordReader<>(FeedbackEvent.class, key -> key.startsWith("a"));
    List<Received<FeedbackEvent>> read = new ArrayList<>();
    var out = new ListCollector<>(read);

    for (String key : List.of("anna", "bob", WatermarkMark.KEY)) {
      byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
      reader.deserialize(new ConsumerRecord<>("feedback-events", 1, 2, bytes, null), out);
    }

    assertThat(read).extracting(Received::keyText).containsExactly("anna", WatermarkMark.KEY);
  }
}

package dev.freshet.loadtests.faults;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.schemas.event.FeedbackEvent;
import dev.freshet.schemas.serde.AvroSerde;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PoisonTest {

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4_002, 9_999})
  void cannotBeDecoded(int number) {
    AvroSerde<FeedbackEvent> serde = AvroSerde.of(FeedbackEvent.class);

    assertThatThrownBy(() -> serde.decode(Poison.value(number)))
        .isInstanceOf(SerializationException.class);
  }
}

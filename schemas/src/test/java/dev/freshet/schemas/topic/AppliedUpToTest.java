package dev.freshet.schemas.topic;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class AppliedUpToTest {

  @Test
  void travelsAsAHeader() {
    Headers headers = new RecordHeaders();

    new AppliedUpTo(3, 41).addTo(headers);

    assertThat(AppliedUpTo.in(headers)).isEqualTo(new AppliedUpTo(3, 41));
  }

  @Test
  void isAbsentWhereTheHeaderMakesNoSense() {
    Headers none = new RecordHeaders();
    Headers empty = new RecordHeaders().add("freshet-applied", null);
    Headers shortOne = new RecordHeaders().add("freshet-applied", new byte[3]);
    Headers negative =
        new RecordHeaders()
            .add("freshet-applied", new byte[] {-1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0});

    assertThat(AppliedUpTo.in(none)).isNull();
    assertThat(AppliedUpTo.in(empty)).isNull();
    assertThat(AppliedUpTo.in(shortOne)).isNull();
    assertThat(AppliedUpTo.in(negative)).isNull();
  }

  @Test
  void coversEarlierEventsOfItsPartitionOnly() {
    AppliedUpTo applied = new AppliedUpTo(1, 10);

    assertThat(applied.covers(new AppliedUpTo(1, 10))).isTrue();
    assertThat(applied.covers(new AppliedUpTo(1, 11))).isFalse();
    assertThat(applied.covers(new AppliedUpTo(2, 9))).isFalse();
  }
}

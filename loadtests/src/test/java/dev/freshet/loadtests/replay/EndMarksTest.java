package dev.freshet.loadtests.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.schemas.topic.WatermarkMark;
import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class EndMarksTest {

  private static final TopicPartition FIRST = new TopicPartition("user-states", 0);
  private static final TopicPartition SECOND = new TopicPartition("user-states", 1);

  private final EndMarks marks = new EndMarks(List.of(FIRST, SECOND));

  @Test
  void areCompleteWhenEachWriterHasEndedEachPartition() {
    marks.add(FIRST, new WatermarkMark(Long.MAX_VALUE, 0, 2));
    marks.add(FIRST, new WatermarkMark(Long.MAX_VALUE, 1, 2));
    marks.add(SECOND, new WatermarkMark(Long.MAX_VALUE, 1, 2));

    assertThat(marks.complete()).isFalse();
    assertThat(marks.open("user-states")).containsExactly(1);

    marks.add(SECOND, new WatermarkMark(Long.MAX_VALUE, 0, 2));

    assertThat(marks.complete()).isTrue();
    assertThat(marks.open("user-states")).isEmpty();
  }

  @Test
  void countARepeatedEndOnce() {
    marks.add(FIRST, new WatermarkMark(Long.MAX_VALUE, 0, 1));
    marks.add(FIRST, new WatermarkMark(Long.MAX_VALUE, 0, 1));

    assertThat(marks.count()).isEqualTo(1);
    assertThat(marks.complete()).isFalse();
  }

  @Test
  void ignoreMarksOfAnEarlierTime() {
    marks.add(FIRST, new WatermarkMark(1_650_000_000_000L, 0, 1));
    marks.add(SECOND, new WatermarkMark(1_650_000_000_000L, 0, 1));

    assertThat(marks.count()).isZero();
    assertThat(marks.open("user-states")).containsExactly(0, 1);
  }
}

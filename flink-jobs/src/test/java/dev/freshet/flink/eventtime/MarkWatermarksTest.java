package dev.freshet.flink.eventtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.flink.Records;
import dev.freshet.flink.record.Received;
import dev.freshet.flink.record.SerializedBy;
import dev.freshet.schemas.event.FeedbackEvent;
import dev.freshet.schemas.topic.WatermarkMark;
import dev.freshet.testkit.TestEvents;
import java.util.List;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

class MarkWatermarksTest {

  @Test
  void followsTheLeastOfAllPartitions() throws Exception {
    try (var harness = harness()) {
      harness.open();

      harness.processElement(mark(0, 100));
      harness.processElement(mark(1, 50));
      harness.processElement(mark(1, 120));

      assertThat(watermarks(harness)).containsExactly(50L, 100L);
    }
  }

  @Test
  void waitsForEveryWriter() throws Exception {
    try (var harness = harness()) {
      harness.open();

      harness.processElement(mark(0, new WatermarkMark(100, 0, 2)));
      harness.processElement(mark(1, new WatermarkMark(100, 0, 2)));
      harness.processElement(mark(0, new WatermarkMark(80, 1, 2)));
      harness.processElement(mark(1, new WatermarkMark(90, 1, 2)));

      assertThat(watermarks(harness)).containsExactly(80L);
    }
  }

  @Test
  void takesTheMarksOutAndLeavesTheRecordsIn() throws Exception {
    try (var harness = harness()) {
      harness.open();
      var record = Records.of(TestEvents.like("ann", "v1", TestEvents.START));

      harness.processElement(mark(0, 1));
      harness.processElement(new StreamRecord<>(record));

      assertThat(harness.extractOutputValues()).containsExactly(record);
    }
  }

  @Test
  void stillKnowsTheMarksAfterARestore() throws Exception {
    OperatorSubtaskState snapshot;
    try (var harness = harness()) {
      harness.open();
      harness.processElement(mark(0, Long.MAX_VALUE));
      harness.processElement(mark(1, 70));
      snapshot = harness.snapshot(1, 1);
    }

    try (var restored = harness()) {
      restored.initializeState(snapshot);
      restored.open();
      restored.processElement(mark(1, Long.MAX_VALUE));

      assertThat(watermarks(restored)).containsExactly(70L, Long.MAX_VALUE);
    }
  }

  @Test
  void neverMovesALiveTopicBeyondTheClock() throws Exception {
    try (var harness = harness(/* live= */ true)) {
      harness.open();
      harness.setProcessingTime(1_000);
      harness.processElement(mark(0, 1_400));
      harness.processElement(mark(1, 1_400));

      assertThat(watermarks(harness)).containsExactly(1_000L);

      harness.setProcessingTime(1_500);
      harness.processElement(mark(0, 1_400));
      harness.processElement(mark(1, 1_400));

      assertThat(watermarks(harness)).containsExactly(1_000L, 1_400L);
    }
  }

  @Test
  void makesAMarkAtTheEndOfTimeADeadLetterOfALiveTopic() throws Exception {
    try (var harness = harness(/* live= */ true)) {
      harness.open();
      harness.setProcessingTime(1_000);
      harness.processElement(mark(0, Long.MAX_VALUE));
      harness.processElement(mark(1, Long.MAX_VALUE));

      assertThat(watermarks(harness)).isEmpty();
      assertThat(harness.extractOutputValues())
          .extracting(Received::problem)
          .containsExactly(
              "a watermark mark must not be in the future",
              "a watermark mark must not be in the future");
    }
  }

  private static OneInputStreamOperatorTestHarness<Received<FeedbackEvent>, Received<FeedbackEvent>>
      harness() throws Exception {
    return harness(/* live= */ false);
  }

  private static OneInputStreamOperatorTestHarness<Received<FeedbackEvent>, Received<FeedbackEvent>>
      harness(boolean live) throws Exception {
    var harness =
        new OneInputStreamOperatorTestHarness<>(new MarkWatermarks<FeedbackEvent>(2, live));
    harness.setup(
        SerializedBy.received(FeedbackEvent.class)
            .createSerializer(harness.getExecutionConfig().getSerializerConfig()));
    return harness;
  }

  private static StreamRecord<Received<FeedbackEvent>> mark(int partition, long upTo) {
    return new StreamRecord<>(Records.mark(partition, upTo));
  }

  private static StreamRecord<Received<FeedbackEvent>> mark(int partition, WatermarkMark mark) {
    return new StreamRecord<>(Records.mark(partition, mark));
  }

  private static List<Long> watermarks(OneInputStreamOperatorTestHarness<?, ?> harness) {
    return harness.getOutput().stream()
        .filter(Watermark.class::isInstance)
        .map(element -> ((Watermark) element).getTimestamp())
        .toList();
  }
}

package dev.freshet.flink.completion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.flink.Records;
import dev.freshet.flink.record.Received;
import dev.freshet.flink.record.SerializedBy;
import dev.freshet.models.history.MissingFacts;
import dev.freshet.schemas.event.EventKind;
import dev.freshet.schemas.event.FeedbackEvent;
import dev.freshet.testkit.TestEvents;
import java.time.Instant;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.co.KeyedCoProcessOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

class InOrderTest {

  private static final Instant START = TestEvents.START;

  @Test
  void letsNoEventPassAnIncompleteOneOfItsUser() throws Exception {
    try (var step = harness(/* inEventTime= */ false)) {
      step.open();
      Received<FeedbackEvent> follow = follow("ann", 1, START);
      step.processElement1(of(follow));
      step.processElement1(of(like("ann", 2, START.minusSeconds(1))));
      step.processElement1(of(like("bob", 3, START)));
      assertThat(offsets(step)).containsExactly(3L);

      step.processElement2(of(completed(follow)));
      step.processElement1(of(like("ann", 4, START)));

      assertThat(offsets(step)).containsExactly(3L, 1L, 2L, 4L);
      assertThat(step.extractOutputValues().get(1).required().getAuthor()).isEqualTo("anna");
      assertThat(step.numKeyedStateEntries()).isZero();
    }
  }

  @Test
  void keepsTheOrderOfIncompleteEventsWhoseAnswersComeInAnother() throws Exception {
    try (var step = harness(/* inEventTime= */ false)) {
      step.open();
      Received<FeedbackEvent> first = follow("ann", 1, START);
      Received<FeedbackEvent> second = follow("ann", 2, START);
      step.processElement1(of(first));
      step.processElement1(of(second));

      step.processElement2(of(completed(second)));
      assertThat(offsets(step)).isEmpty();
      step.processElement2(of(completed(first)));

      assertThat(offsets(step)).containsExactly(1L, 2L);
    }
  }

  @Test
  void takesACompletedEventThatComesBeforeTheIncompleteOne() throws Exception {
    try (var step = harness(/* inEventTime= */ false)) {
      step.open();
      Received<FeedbackEvent> follow = follow("ann", 1, START);

      step.processElement2(of(completed(follow)));
      step.processElement1(of(follow));

      assertThat(offsets(step)).containsExactly(1L);
      assertThat(step.numKeyedStateEntries()).isZero();
    }
  }

  @Test
  void knowsWhoWaitsAfterARestore() throws Exception {
    Received<FeedbackEvent> follow = follow("ann", 1, START);
    OperatorSubtaskState snapshot;
    try (var step = harness(/* inEventTime= */ false)) {
      step.open();
      step.processElement1(of(follow));
      snapshot = step.snapshot(1, 1);
    }

    try (var restored = harness(/* inEventTime= */ false)) {
      restored.initializeState(snapshot);
      restored.open();
      restored.processElement1(of(like("ann", 2, START)));
      assertThat(offsets(restored)).isEmpty();
      restored.processElement2(of(completed(follow)));

      assertThat(offsets(restored)).containsExactly(1L, 2L);
    }
  }

  @Test
  void leavesInEventTimeWhenTheWatermarkHasComeAndNeverBehindIt() throws Exception {
    try (var step = harness(/* inEventTime= */ true)) {
      step.open();
      Received<FeedbackEvent> follow = follow("ann", 1, START.plusSeconds(3));
      step.processElement1(of(follow));
      step.processElement1(of(like("ann", 2, START.plusSeconds(1))));
      step.processElement1(of(like("ann", 3, START.plusSeconds(4))));
      step.processElement2(of(completed(follow)));
      assertThat(offsets(step)).as("happened before the incomplete one").containsExactly(2L);

      step.processBothWatermarks(new Watermark(START.plusSeconds(2).toEpochMilli()));
      assertThat(offsets(step)).containsExactly(2L);
      step.processBothWatermarks(new Watermark(START.plusSeconds(3).toEpochMilli()));

      assertThat(offsets(step)).containsExactly(2L, 1L, 3L);
    }
  }

  private static Received<FeedbackEvent> follow(String user, long offset, Instant at) {
    return Records.of(TestEvents.of(EventKind.FOLLOW, user, "cat", at).build(), 0, offset);
  }

  private static Received<FeedbackEvent> like(String user, long offset, Instant at) {
    return Records.of(TestEvents.like(user, "cat", at), 0, offset);
  }

  private static Received<FeedbackEvent> completed(Received<FeedbackEvent> incomplete) {
    return Records.of(
        MissingFacts.filled(incomplete.required(), "anna", 8_000), 0, incomplete.offset());
  }

  private static StreamRecord<Received<FeedbackEvent>> of(Received<FeedbackEvent> record) {
    return new StreamRecord<>(record);
  }

  private static List<Long> offsets(
      KeyedTwoInputStreamOperatorTestHarness<
              String, Received<FeedbackEvent>, Received<FeedbackEvent>, Received<FeedbackEvent>>
          step) {
    return step.extractOutputValues().stream().map(Received::offset).toList();
  }

  private static KeyedTwoInputStreamOperatorTestHarness<
          String, Received<FeedbackEvent>, Received<FeedbackEvent>, Received<FeedbackEvent>>
      harness(boolean inEventTime) throws Exception {
    var harness =
        new KeyedTwoInputStreamOperatorTestHarness<
            String, Received<FeedbackEvent>, Received<FeedbackEvent>, Received<FeedbackEvent>>(
            new KeyedCoProcessOperator<>(new InOrder(inEventTime)),
            Received::keyText,
            Received::keyText,
            Types.STRING);
    harness.setup(
        SerializedBy.received(FeedbackEvent.class)
            .createSerializer(harness.getExecutionConfig().getSerializerConfig()));
    return harness;
  }
}

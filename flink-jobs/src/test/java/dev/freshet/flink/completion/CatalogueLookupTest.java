package dev.freshet.flink.completion;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.flink.Records;
import dev.freshet.flink.record.Received;
import dev.freshet.flink.record.SerializedBy;
import dev.freshet.schemas.event.EventKind;
import dev.freshet.schemas.event.FeedbackEvent;
import dev.freshet.schemas.event.Video;
import dev.freshet.schemas.serde.AvroSerde;
import dev.freshet.testkit.TestEvents;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.co.KeyedCoProcessOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

class CatalogueLookupTest {

  private static final Instant START = TestEvents.START;
  private static final Duration WAIT = Duration.ofMillis(250);

  @Test
  void fillsInTheLengthOfAVideoThatIsKnownAtOnce() throws Exception {
    try (var step = open(CatalogueLookup.waiting(WAIT))) {
      step.processElement2(of(video("cat", "anna", 8_000, START.minusSeconds(60))));

      step.processElement1(of(watch("ann", "cat", START)));

      assertThat(events(step))
          .singleElement()
          .satisfies(
              event -> {
                assertThat(event.getLengthMillis()).isEqualTo(8_000);
                assertThat(event.getAuthor()).isEqualTo("anna");
              });
      // whoever reads the record in another task, or its dead letter, sees the same
      Received<FeedbackEvent> record = step.extractOutputValues().getFirst();
      assertThat(AvroSerde.of(FeedbackEvent.class).decode(requireNonNull(record.bytes())))
          .isEqualTo(record.value());
    }
  }

  @Test
  void waitsForAVideoThatIsNotKnownYet() throws Exception {
    try (var step = open(CatalogueLookup.waiting(WAIT))) {
      step.processElement1(of(follow("ann", "cat", START)));
      step.setProcessingTime(249);
      assertThat(events(step)).isEmpty();

      step.processElement2(of(video("cat", "anna", 8_000, START.plusSeconds(1))));

      assertThat(events(step)).extracting(FeedbackEvent::getAuthor).containsExactly("anna");
      step.setProcessingTime(1_000);
      assertThat(events(step)).hasSize(1);
    }
  }

  @Test
  void letsAnEventGoWhoseVideoStaysUnknown() throws Exception {
    try (var step = open(CatalogueLookup.waiting(WAIT))) {
      FeedbackEvent event = watch("ann", "cat", START);
      step.processElement1(of(event));

      step.setProcessingTime(250);

      assertThat(events(step)).containsExactly(event);
    }
  }

  @Test
  void waitsForAVideoOnceOnly() throws Exception {
    try (var step = open(CatalogueLookup.waiting(WAIT))) {
      step.processElement1(of(watch("ann", "cat", START)));
      step.setProcessingTime(200);
      step.processElement1(of(watch("bob", "cat", START)));
      step.setProcessingTime(250);
      assertThat(events(step)).extracting(FeedbackEvent::getUser).containsExactly("ann", "bob");

      step.processElement1(of(watch("cem", "cat", START)));
      assertThat(events(step)).hasSize(3);
      step.processElement2(of(video("cat", "anna", 8_000, START)));
      step.processElement1(of(watch("dot", "cat", START)));

      assertThat(events(step))
          .extracting(FeedbackEvent::getLengthMillis)
          .containsExactly(null, null, null, 8_000L);
    }
  }

  @Test
  void losesNothingAtTheEndOfTheInputOrInARestore() throws Exception {
    OperatorSubtaskState snapshot;
    FeedbackEvent event = watch("ann", "cat", START);
    try (var step = open(CatalogueLookup.waiting(WAIT))) {
      step.processElement1(of(event));
      snapshot = step.snapshot(1, 1);
    }

    try (var restored = harness(CatalogueLookup.waiting(WAIT))) {
      restored.initializeState(snapshot);
      restored.open();
      restored.processBothWatermarks(Watermark.MAX_WATERMARK);

      assertThat(events(restored)).containsExactly(event);
    }
  }

  @Test
  void forgetsARemovedVideo() throws Exception {
    try (var step = open(CatalogueLookup.waiting(Duration.ZERO))) {
      step.processElement2(of(video("cat", "anna", 8_000, START)));
      step.processElement2(new StreamRecord<>(Records.removal("cat", START.toEpochMilli())));

      FeedbackEvent event = watch("ann", "cat", START);
      step.processElement1(of(event));

      assertThat(events(step)).containsExactly(event);
    }
  }

  @Test
  void takesTheVersionThatCountedWhenTheEventHappened() throws Exception {
    try (var step = open(CatalogueLookup.inEventTime())) {
      step.processElement1(of(watch("ann", "cat", START.plusSeconds(5))));
      step.processElement1(of(watch("ann", "cat", START.plusSeconds(15))));
      step.processElement1(of(watch("ann", "cat", START.minusSeconds(1))));
      step.processElement2(of(video("cat", "anna", 20_000, START.plusSeconds(10))));
      step.processElement2(of(video("cat", "anna", 8_000, START)));
      assertThat(events(step)).isEmpty();

      step.processWatermark1(new Watermark(START.plusSeconds(60).toEpochMilli()));
      assertThat(events(step)).as("the catalogue may still change").isEmpty();
      step.processWatermark2(new Watermark(START.plusSeconds(60).toEpochMilli()));

      assertThat(events(step))
          .extracting(FeedbackEvent::getLengthMillis)
          .containsExactly(null, 8_000L, 20_000L);
    }
  }

  @Test
  void keepsFewVersionsOfAVideoHoweverOftenItChanges() throws Exception {
    try (var step = open(CatalogueLookup.waiting(Duration.ZERO))) {
      for (int i = 0; i < 2 * CatalogueLookup.VERSIONS; i++) {
        step.processElement2(of(video("cat", "anna", 8_000 + i, START.plusMillis(i))));
      }
      step.processElement1(of(watch("ann", "cat", START)));
      step.processElement1(of(watch("ann", "cat", START.plusSeconds(1))));

      assertThat(events(step))
          .extracting(FeedbackEvent::getLengthMillis)
          .containsExactly(8_100L, 8_199L);
    }
  }

  private static FeedbackEvent watch(String user, String video, Instant at) {
    return TestEvents.of(EventKind.WATCH, user, video, at).setWatchedMillis(8_000L).build();
  }

  private static FeedbackEvent follow(String user, String video, Instant at) {
    return TestEvents.of(EventKind.FOLLOW, user, video, at).build();
  }

  private static Video video(String video, String author, long lengthMillis, Instant updatedAt) {
    return Video.newBuilder(TestEvents.video(video, author))
        .setLengthMillis(lengthMillis)
        .setUpdatedAt(updatedAt)
        .build();
  }

  private static StreamRecord<Received<FeedbackEvent>> of(FeedbackEvent event) {
    return new StreamRecord<>(Records.of(event));
  }

  private static StreamRecord<Received<Video>> of(Video video) {
    return new StreamRecord<>(Records.of(video));
  }

  private static List<FeedbackEvent> events(
      KeyedTwoInputStreamOperatorTestHarness<
              String, Received<FeedbackEvent>, Received<Video>, Received<FeedbackEvent>>
          step) {
    return step.extractOutputValues().stream().map(Received::required).toList();
  }

  private static KeyedTwoInputStreamOperatorTestHarness<
          String, Received<FeedbackEvent>, Received<Video>, Received<FeedbackEvent>>
      open(CatalogueLookup lookup) throws Exception {
    var harness = harness(lookup);
    harness.open();
    return harness;
  }

  private static KeyedTwoInputStreamOperatorTestHarness<
          String, Received<FeedbackEvent>, Received<Video>, Received<FeedbackEvent>>
      harness(CatalogueLookup lookup) throws Exception {
    var harness =
        new KeyedTwoInputStreamOperatorTestHarness<
            String, Received<FeedbackEvent>, Received<Video>, Received<FeedbackEvent>>(
            new KeyedCoProcessOperator<>(lookup),
            event -> event.required().getVideo(),
            video -> video.keyText(),
            Types.STRING);
    harness.setup(
        SerializedBy.received(FeedbackEvent.class)
            .createSerializer(harness.getExecutionConfig().getSerializerConfig()));
    return harness;
  }
}

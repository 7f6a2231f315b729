package dev.freshet.flink.labels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.freshet.flink.Profile;
import dev.freshet.flink.Records;
import dev.freshet.flink.Settings;
import dev.freshet.flink.events.FeedbackEvents;
import dev.freshet.flink.kafka.DeadLetters;
import dev.freshet.flink.record.Received;
import dev.freshet.flink.record.SerializedBy;
import dev.freshet.flink.record.Upsert;
import dev.freshet.schemas.event.EventKind;
import dev.freshet.schemas.event.FeedbackEvent;
import dev.freshet.schemas.event.Imported;
import dev.freshet.schemas.feature.TrainingExample;
import dev.freshet.testkit.TestEvents;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LabelJoinTest {

  private static final Instant START = TestEvents.START;

  private KeyedOneInputStreamOperatorTestHarness<
          String, Received<FeedbackEvent>, Upsert<TrainingExample>>
      harness;

  @BeforeEach
  void open() throws Exception {
    harness = harness(Map.of());
    harness.open();
  }

  @AfterEach
  void close() throws Exception {
    harness.close();
  }

  @Test
  void forgetsAnErasedUserWithWhatWaitsAndNeverTakesOldEventsAgain() throws Exception {
    process(TestEvents.impression("ann", "v1", START));
    process(TestEvents.erase("ann", START.plusSeconds(10)));
    process(TestEvents.impression("ann", "v1", START));
    process(TestEvents.longView("ann", "v2", START.plusSeconds(9)));
    process(TestEvents.impression("ann", "v3", START.plusSeconds(11)));

    watermark(START.plusSeconds(86_400));

    assertThat(examples())
        .filteredOn(example -> !example.getErasure())
        .singleElement()
        .satisfies(
            example -> {
              assertThat(example.getVideo()).isEqualTo("v3");
              assertThat(example.getPositives()).isEmpty();
            });
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 1})
  void labelsWhatWasDecidedBeforeAnErasureWhereverTheWatermarkIs(int millis) throws Exception {
    process(TestEvents.impression("ann", "v1", START));
    process(TestEvents.longView("ann", "v1", START.plusSeconds(20))); // decided at 21 s
    process(TestEvents.impression("ann", "v2", START));
    watermark(START.plusSeconds(21).plusMillis(millis));
    process(TestEvents.erase("ann", START.plusSeconds(30)));
    watermark(START.plusSeconds(86_400));

    assertThat(examples())
        .extracting(TrainingExample::getVideo, TrainingExample::getErasure)
        .containsExactly(tuple("v1", false), tuple("", true));
  }

  @Test
  void sendsAnErasureOnAmongTheExamplesOnceAndNeverBehindTheWatermark() throws Exception {
    FeedbackEvent late = TestEvents.erase("bob", START.minusSeconds(10));
    watermark(START);
    process(TestEvents.erase("ann", START.plusSeconds(10)));
    process(TestEvents.erase("ann", START.plusSeconds(10)));
    process(late);

    assertThat(examples())
        .extracting(
            TrainingExample::getErasure,
            TrainingExample::getUser,
            TrainingExample::getShownAt,
            TrainingExample::getLabelledAt)
        .containsExactly(
            tuple(true, "ann", START.plusSeconds(10), START.plusSeconds(10)),
            tuple(true, "bob", START.minusSeconds(10), START.plusMillis(1)));
    assertThat(examples().getLast().getExampleId()).isEqualTo(late.getEventId());
  }

  @Test
  void decidesAWatchedImpressionAfterTheGrace() throws Exception {
    process(TestEvents.impression("ann", "v1", START));
    process(TestEvents.longView("ann", "v1", START.plusSeconds(20)));

    watermark(START.plusMillis(20_999));
    assertThat(examples()).isEmpty();
    watermark(START.plusMillis(21_000));

    assertThat(examples())
        .singleElement()
        .satisfies(
            example -> {
              assertThat(example.getLongView()).isTrue();
              assertThat(example.getWatchedMillis()).isEqualTo(20_000);
              assertThat(example.getShownAt()).isEqualTo(START);
              assertThat(example.getLabelledAt()).isEqualTo(START.plusSeconds(21));
              assertThat(example.getPositives()).isEmpty();
            });
    assertNothingWaits();
  }

  @Test
  void decidesAnUnwatchedImpressionWhenTheWindowCloses() throws Exception {
    process(TestEvents.impression("ann", "v1", START));

    watermark(START.plusSeconds(120));

    assertThat(examples())
        .singleElement()
        .satisfies(
            example -> {
              assertThat(example.getLongView()).isFalse();
              assertThat(example.getLabelledAt()).isEqualTo(START.plusSeconds(120));
            });
    assertNothingWaits();
  }

  @Test
  void countsLikesUpToTheDecisionInWhateverOrderTheyArrive() throws Exception {
    process(TestEvents.impression("ann", "v1", START));
    process(TestEvents.like("ann", "v1", START.plusSeconds(22)));
    process(TestEvents.skip("ann", "v1", START.plusSeconds(20)));
    process(TestEvents.hide("ann", "v1", START.plusSeconds(21)));

    watermark(START.plusSeconds(30));

    assertThat(examples())
        .singleElement()
        .satisfies(
            example -> {
              assertThat(example.getLiked()).isFalse(); // a second after the decision
              assertThat(example.getHidden()).isTrue(); // just in time
              assertThat(example.getLongView()).isFalse();
            });
  }

  @Test
  void carriesTheHistoryAsItWasWhenTheVideoWasShown() throws Exception {
    process(TestEvents.longView("ann", "before", START));
    process(TestEvents.impression("ann", "v1", START.plusSeconds(1)));
    process(TestEvents.longView("ann", "v1", START.plusSeconds(21)));

    watermark(START.plusSeconds(60));

    assertThat(examples())
        .singleElement()
        .satisfies(
            example -> {
              assertThat(example.getPositives())
                  .extracting(p -> p.getVideo())
                  .containsExactly("before");
              assertThat(example.getCounters().getWatches()).isEqualTo(1);
              assertThat(example.getCounters().getImpressions()).isZero();
            });
  }

  @Test
  void dropsARepeat() throws Exception {
    process(TestEvents.impression("ann", "v1", START));
    process(TestEvents.impression("ann", "v1", START));

    watermark(START.plusSeconds(120));

    assertThat(examples()).hasSize(1);
  }

  @Test
  void givesAnOutcomeToTheLatestImpressionBeforeIt() throws Exception {
    process(TestEvents.impression("ann", "v1", START));
    process(TestEvents.impression("ann", "v1", START.plusSeconds(5)));
    process(TestEvents.longView("ann", "v1", START.plusSeconds(30)));

    watermark(START.plusSeconds(200));

    assertThat(examples())
        .extracting(TrainingExample::getShownAt, TrainingExample::getLongView)
        .containsExactly(tuple(START.plusSeconds(5), true), tuple(START, false));
  }

  @Test
  void decidesALateImpressionAfterTheWatermarkInsteadOfInThePast() throws Exception {
    watermark(START.plusSeconds(300));

    process(TestEvents.impression("ann", "v1", START));
    process(TestEvents.longView("ann", "v1", START.plusSeconds(20)));
    watermark(START.plusSeconds(301));

    assertThat(examples())
        .singleElement()
        .satisfies(
            example -> {
              assertThat(example.getLongView()).isTrue();
              assertThat(example.getLabelledAt()).isEqualTo(START.plusMillis(300_001));
            });
  }

  @Test
  void sendsWhatIsTooLateToDeadLetters() throws Exception {
    watermark(START.plus(Duration.ofMinutes(10)));

    process(TestEvents.impression("ann", "v1", START));

    assertThat(harness.getSideOutput(DeadLetters.TAG))
        .singleElement()
        .satisfies(letter -> assertThat(letter.getValue().reason()).isEqualTo("late"));
    assertNothingWaits();
  }

  @Test
  void takesWhatAnImportBringsInForNoLateOutcome() throws Exception {
    watermark(START.plus(Duration.ofMinutes(10)));

    process(TestEvents.of(EventKind.HIDE, "ann", "v1", START).setSurface(Imported.SURFACE).build());

    assertThat(harness.getSideOutput(DeadLetters.TAG)).isNullOrEmpty();
    assertNothingWaits();
  }

  @Test
  void boundsTheImpressionsThatWait() throws Exception {
    harness.close();
    harness = harness(Map.of("freshet.labels.pending-per-user", "2"));
    harness.open();

    for (int i = 0; i < 3; i++) {
      process(TestEvents.impression("ann", "v" + i, START));
    }
    watermark(START.plusSeconds(120));

    assertThat(examples()).hasSize(2);
    assertThat(harness.getSideOutput(DeadLetters.TAG)).hasSize(1);
  }

  @Test
  void goesOnAfterARestoreAsIfNothingHadHappened() throws Exception {
    process(TestEvents.longView("ann", "before", START));
    process(TestEvents.impression("ann", "v1", START.plusSeconds(1)));
    process(TestEvents.like("ann", "v1", START.plusSeconds(2)));
    OperatorSubtaskState snapshot = harness.snapshot(1, 1);
    TrainingExample expected = finish();
    harness.close();

    harness = harness(Map.of());
    harness.initializeState(snapshot);
    harness.open();

    assertThat(finish()).isEqualTo(expected);
    assertThat(expected.getLiked()).isTrue();
    assertThat(expected.getLongView()).isTrue();
    assertNothingWaits();
  }

  private TrainingExample finish() throws Exception {
    process(TestEvents.impression("ann", "v1", START.plusSeconds(1))); // a repeat
    process(TestEvents.longView("ann", "v1", START.plusSeconds(21)));
    watermark(START.plusSeconds(60));
    return examples().getFirst();
  }

  private void process(FeedbackEvent event) throws Exception {
    harness.processElement(new StreamRecord<>(Records.of(event)));
  }

  private void watermark(Instant upTo) throws Exception {
    harness.processWatermark(upTo.toEpochMilli());
  }

  private List<TrainingExample> examples() {
    return harness.extractOutputValues().stream().map(Upsert::required).toList();
  }

  private void assertNothingWaits() {
    assertThat(harness.numEventTimeTimers()).isZero();
    assertThat(harness.numProcessingTimeTimers()).isZero();
  }

  private static KeyedOneInputStreamOperatorTestHarness<
          String, Received<FeedbackEvent>, Upsert<TrainingExample>>
      harness(Map<String, String> settings) throws Exception {
    LabelsConfig config = LabelsConfig.from(new Settings(Profile.LIVE, settings), 4);
    var harness =
        new KeyedOneInputStreamOperatorTestHarness<
            String, Received<FeedbackEvent>, Upsert<TrainingExample>>(
            new LabelJoin(config), FeedbackEvents::user, Types.STRING);
    harness.setup(
        SerializedBy.upsert(TrainingExample.class)
            .createSerializer(harness.getExecutionConfig().getSerializerConfig()));
    return harness;
  }
}

package dev.freshet.flink.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.flink.Records;
import dev.freshet.flink.kafka.DeadLetters;
import dev.freshet.schemas.feature.ModelRelease;
import dev.freshet.schemas.feature.TrainingExample;
import dev.freshet.testkit.TestEvents;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.types.Either;
import org.junit.jupiter.api.Test;

class OnlineTrainingTest {

  private static final Instant START = TestEvents.START;
  private static final Duration SPAN = Duration.ofSeconds(10);

  @Test
  void learnsAWindowWhenBothInputsHavePassedIt() throws Exception {
    try (var training = TrainingHarness.of(TrainingHarness.SMALL_CHUNKS)) {
      training.open();
      training.example(TrainingExamples.of("a", "v1", START, true));

      training.watermarks(START.plusMillis(199), START.plusMillis(198));
      assertThat(training.extractOutputValues()).isEmpty();
      training.watermarks(START.plusMillis(199), START.plusMillis(199));

      assertThat(training.extractOutputValues())
          .singleElement()
          .satisfies(
              scored -> {
                assertThat(scored.key()).isEqualTo("user-a");
                assertThat(scored.required().getScores()).containsEntry("counting", 0.5f);
                assertThat(scored.required().getStep()).isZero();
              });
    }
  }

  @Test
  void learnsTheSameHoweverTheExamplesArrive() throws Exception {
    List<TrainingExample> inOrder = TrainingExamples.random(200, SPAN);
    List<TrainingExample> shuffled = new ArrayList<>(inOrder);
    Collections.shuffle(shuffled, new Random(3));
    shuffled.addAll(inOrder.subList(50, 60)); // repeats

    assertThat(Learned.from(shuffled)).isEqualTo(Learned.from(inOrder));
  }

  @Test
  void takesAVideoFromTheMomentItWasUpdated() throws Exception {
    try (var training = TrainingHarness.of(TrainingHarness.SMALL_CHUNKS)) {
      training.open();
      training.video("v1", "early", START.minusSeconds(1));
      training.video("v1", "late", START.plusSeconds(5));
      training.example(TrainingExamples.of("a", "v1", START, true));
      training.example(TrainingExamples.of("b", "v1", START.plusSeconds(6), true));

      training.watermarks(Watermark.MAX_WATERMARK.getTimestamp());

      assertThat(training.rows().keySet()).containsExactly("test/author/early", "test/author/late");
    }
  }

  @Test
  void forgetsARemovedVideo() throws Exception {
    try (var training = TrainingHarness.of(TrainingHarness.SMALL_CHUNKS)) {
      training.open();
      training.video("v1", "author", START.minusSeconds(2));
      training.processElement2(
          new StreamRecord<>(
              Either.Left(Records.removal("v1", START.minusSeconds(1).toEpochMilli()))));
      training.example(TrainingExamples.of("a", "v1", START, true));

      training.watermarks(Watermark.MAX_WATERMARK.getTimestamp());

      assertThat(training.rows().keySet()).containsExactly("test/author/unknown");
    }
  }

  @Test
  void learnsNothingTwice() throws Exception {
    try (var training = TrainingHarness.of(TrainingHarness.SMALL_CHUNKS)) {
      training.open();
      var example = TrainingExamples.of("a", "v1", START, true);
      training.example(example);
      training.example(example);
      training.watermarks(START.plusSeconds(1), START.plusSeconds(1));
      training.example(example);
      training.example(TrainingExamples.of("a", "v1", START.plusSeconds(9), true));
      training.watermarks(Watermark.MAX_WATERMARK.getTimestamp());

      assertThat(training.extractOutputValues()).hasSize(1);
      assertThat(training.getSideOutput(DeadLetters.TAG)).isNullOrEmpty();
    }
  }

  @Test
  void sendsALateExampleToDeadLetters() throws Exception {
    try (var training = TrainingHarness.of(TrainingHarness.SMALL_CHUNKS)) {
      training.open();
      training.watermarks(START.plusSeconds(1), START.plusSeconds(1));

      training.example(TrainingExamples.of("a", "v1", START, true));

      assertThat(training.getSideOutput(DeadLetters.TAG))
          .singleElement()
          .satisfies(letter -> assertThat(letter.getValue().reason()).isEqualTo("late"));
    }
  }

  @Test
  void publishesRowsReleasesAndEvaluationsByTheClock() throws Exception {
    try (var training = TrainingHarness.of(TrainingHarness.SMALL_CHUNKS)) {
      training.open();
      training.example(TrainingExamples.of("a", "v1", START, true));
      training.watermarks(START.plusSeconds(1), START.plusSeconds(1));
      assertThat(training.getSideOutput(Outputs.ROWS)).isNullOrEmpty();

      training.setProcessingTime(250);
      assertThat(training.rows()).hasSize(1);
      training.setProcessingTime(5_000);

      assertThat(training.getSideOutput(Outputs.RELEASES))
          .singleElement()
          .satisfies(
              release -> {
                ModelRelease value = release.getValue().required();
                assertThat(value.getStep()).isEqualTo(1);
                assertThat(value.getLearnedUpTo()).isEqualTo(START);
              });
      assertThat(training.getSideOutput(Outputs.EVALUATIONS)).hasSize(1);
    }
  }
}

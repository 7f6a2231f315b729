package dev.freshet.flink.rounds;

import static dev.freshet.flink.rounds.CountRound.EPOCHS;
import static dev.freshet.flink.rounds.CountRound.text;
import static dev.freshet.flink.rounds.RoundHarness.START;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.schemas.feature.ModelRelease;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RoundOperatorTest {

  private static final Trigger AFTER_THREE = new Trigger.ByCount(3, 2, 100);
  private static final Trigger RARELY = new Trigger.ByCount(1_000, 2, 1_000);

  private RoundHarness harness;

  @BeforeEach
  void open() throws Exception {
    CountRound.reset();
    start(AFTER_THREE);
  }

  private void start(Trigger trigger) throws Exception {
    close();
    harness = RoundHarness.of(CountRound.of(trigger));
    harness.video("a", "good", START);
    harness.video("b", "bad", START);
  }

  /** As after a kill: what is not in the checkpoint is lost. */
  private void restore(OperatorSubtaskState checkpoint, Trigger trigger) throws Exception {
    close();
    harness = RoundHarness.of(CountRound.of(trigger), checkpoint);
  }

  @AfterEach
  void close() throws Exception {
    if (harness != null) {
      EPOCHS.release(1_000); // the harness ends its input, which waits for a round
      harness.close();
      CountRound.reset();
    }
  }

  @Test
  void releasesWhatItLearned() throws Exception {
    EPOCHS.release(3);
    harness.views("a", "b", "a");

    ModelRelease release = harness.awaitReleases(1).getFirst();

    assertThat(text(release)).isEqualTo("2|222"); // two good views, three epochs
    assertThat(release.getGeneration())
        .isEqualTo("count-%d-1".formatted(START.plusSeconds(2).toEpochMilli()));
    assertThat(release.getStep()).isEqualTo(3);
    assertThat(release.getLearnedUpTo()).isEqualTo(START.plusSeconds(2));
    assertThat(release.getMetrics()).isEqualTo(Map.of("good", 2.0));
  }

  @Test
  void takesRecordsAndCheckpointsWhileItTrains() throws Exception {
    harness.views("a", "b", "a"); // the round waits for a permit

    harness.views("a");
    OperatorSubtaskState checkpoint = harness.snapshot(1, 1);

    assertThat(checkpoint.hasState()).isTrue();
    EPOCHS.release(3);
    assertThat(text(harness.awaitReleases(1).getFirst())).isEqualTo("2|222");
  }

  @Test
  void learnsFromItsSlicesAsTheyWereWhenItBeganAlsoAfterARestore() throws Exception {
    harness.views("a", "b", "a");
    harness.video("b", "good", START.plusSeconds(1)); // would count one more
    harness.remove("videos", "a"); // would count two less
    harness.views("c", "c", "c", "c"); // as many as the slice holds
    OperatorSubtaskState checkpoint = harness.snapshot(1, 1);

    restore(checkpoint, RARELY);
    EPOCHS.release(3);

    assertThat(text(harness.awaitReleases(1).getFirst())).isEqualTo("2|222");
    assertThat(harness.numKeyedStateEntries()).isEqualTo(3); // kept, saved, numbers; none before
  }

  @Test
  void continuesAKilledRoundAfterItsLastSavedEpoch() throws Exception {
    EPOCHS.release(2);
    harness.views("a", "b", "a");
    CountRound.awaitEpochs(2);
    OperatorSubtaskState checkpoint = harness.snapshot(1, 1);

    restore(checkpoint, RARELY);
    EPOCHS.release(1);

    assertThat(text(harness.awaitReleases(1).getFirst())).isEqualTo("2|222");
  }

  @Test
  void keepsNoMoreThanTheLatestRecordsAndTheNewestOfEachKey() throws Exception {
    start(new Trigger.ByCount(6, 2, 100));
    EPOCHS.release(3);
    harness.video("a", "bad", START.minusSeconds(1)); // older than what is known
    harness.views("a", "a", "a", "b", "a", "b"); // the slice holds four

    assertThat(text(harness.awaitReleases(1).getFirst())).isEqualTo("2|222");
  }

  @Test
  void beginsAgainWhenTwiceAsManyRecordsHaveComeAndContinuesFromTheLastRound() throws Exception {
    EPOCHS.release(6);
    harness.views("a", "b", "a");
    harness.awaitReleases(1);
    harness.views("a", "b");
    assertThat(harness.releases()).hasSize(1);

    harness.views("b");

    assertThat(text(harness.awaitReleases(2).get(1))).isEqualTo("2|222222"); // of a, a, b, b
  }

  @Test
  void beginsByEventTime() throws Exception {
    start(new Trigger.ByEventTime(Duration.ofHours(1)));
    EPOCHS.release(3);
    harness.views("a");
    harness.processWatermark(new Watermark(START.toEpochMilli()));
    harness.processWatermark(new Watermark(START.toEpochMilli() + 3_599_999));
    assertThat(CountRound.begun()).isZero();

    harness.processWatermark(new Watermark(START.toEpochMilli() + 3_600_000));

    assertThat(text(harness.awaitReleases(1).getFirst())).isEqualTo("1|111");
  }

  @Test
  void beginsByACommandButNotByOneFromBeforeItsFirstStart() throws Exception {
    EPOCHS.release(3);
    harness.views("a");
    harness.command(false, START.minusMillis(1));
    assertThat(CountRound.begun()).isZero();

    harness.command(false, START);

    assertThat(text(harness.awaitReleases(1).getFirst())).isEqualTo("1|111");
  }

  @Test
  void beginsTheNextRoundAfterATriggerDuringARound() throws Exception {
    EPOCHS.release(6);
    harness.views("a", "b", "a");
    harness.command(false, START);

    List<ModelRelease> releases = harness.awaitReleases(2);

    assertThat(releases).extracting(CountRound::text).containsExactly("2|222", "2|222222");
    assertThat(releases).extracting(ModelRelease::getGeneration).doesNotHaveDuplicates();
  }

  @Test
  void doesNotReleaseWhatIsWorseThanTheServingReleaseUnlessItIsToldTo() throws Exception {
    EPOCHS.release(6);
    harness.serving(CountRound.release("better", "3|"));
    harness.views("a", "b", "a"); // two good ones
    harness.awaitEnd(1);
    assertThat(harness.releases()).isEmpty();

    harness.command(true, START);

    assertThat(text(harness.awaitReleases(1).getFirst())).isEqualTo("2|222");
  }

  @Test
  void waitsForTheNextTriggerAfterARoundThatFailsOrFindsNoExamples() throws Exception {
    EPOCHS.release(3);
    harness.remove("videos", "a");
    harness.views("a", "b", "a"); // no good video: no examples
    harness.awaitEnd(1);
    harness.video("broken", "good", START);
    harness.viewOf("u", "broken");
    harness.command(false, START); // the trainer cannot be made
    harness.awaitEnd(2);
    harness.remove("videos", "broken");
    harness.video("a", "good", START);

    harness.command(false, START);

    assertThat(text(harness.awaitReleases(1).getFirst())).isEqualTo("2|222");
  }

  @Test
  void forgetsAnErasedUserInTheRoundThatIsRestoredToo() throws Exception {
    EPOCHS.release(1);
    harness.viewOf("alice", "a");
    harness.viewOf("bob", "a");
    harness.viewOf("carol", "a");
    CountRound.awaitEpochs(1);
    harness.snapshot(1, 1); // one epoch of all three
    harness.erase("bob");
    OperatorSubtaskState checkpoint = harness.snapshot(2, 2);

    restore(checkpoint, RARELY);
    EPOCHS.release(3);

    assertThat(text(harness.awaitReleases(1).getFirst())).isEqualTo("2|222");
  }
}

package dev.freshet.loadtests.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.loadtests.faults.process.Fault;
import dev.freshet.loadtests.faults.traffic.Answers;
import dev.freshet.loadtests.faults.traffic.Verdict;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScenarioTest {

  private static final Answers.Counts CALM = new Answers.Counts(100, 0, 0, 0, 0, 0, 0);
  private static final Answers.Counts REFUSED = new Answers.Counts(100, 0, 0, 0, 3, 0, 0);
  private static final Answers.Counts ERRORS = new Answers.Counts(100, 0, 0, 1, 0, 0, 0);
  private static final Verdict FLAWLESS = new Verdict(10, 0, 0, 0, 0, 0);

  @Test
  void killsEveryProcessAloneAndAllAtOnce() {
    assertThat(Scenario.all())
        .extracting(Scenario::fault)
        .contains(
            new Fault.Kill(List.of("broker")),
            new Fault.Kill(List.of("flink")),
            new Fault.Kill(List.of("streams")),
            new Fault.Kill(List.of("serving")),
            new Fault.Kill(List.of("broker", "flink", "streams", "serving", "serving-2")));
  }

  @Test
  void isFoundByItsName() {
    assertThat(Scenario.named("pause-flink"))
        .contains(
            new Scenario("pause-flink", new Fault.Pause("flink"), Duration.ofSeconds(20), false));
    assertThat(Scenario.named("kill-cat")).isEmpty();
  }

  @Test
  void passesWhenNothingIsLostAndItIsItselfAgain() {
    assertThat(result(Duration.ofSeconds(3), FLAWLESS, CALM, false).passed()).isTrue();
  }

  @Test
  void failsWhenItIsNeverItselfAgain() {
    assertThat(result(null, FLAWLESS, CALM, false).passed()).isFalse();
  }

  @Test
  void failsOnALostADoubledOrADifferentEvent() {
    assertThat(result(Duration.ZERO, new Verdict(10, 1, 0, 1, 0, 0), CALM, false).passed())
        .isFalse();
    assertThat(result(Duration.ZERO, new Verdict(10, 0, 1, 1, 0, 0), CALM, false).passed())
        .isFalse();
    assertThat(result(Duration.ZERO, new Verdict(10, 0, 0, 1, 0, 0), CALM, false).passed())
        .isFalse();
  }

  @Test
  void failsOnAMissingExampleAndShowsHowMany() {
    ScenarioResult missing = result(Duration.ZERO, new Verdict(10, 0, 0, 0, 2, 0), CALM, false);

    assertThat(missing.passed()).isFalse();
    assertThat(missing.row())
        .hasSameSizeAs(ScenarioResult.HEADER)
        .element(ScenarioResult.HEADER.indexOf("examples missing"))
        .isEqualTo("2");
    assertThat(missing.json()).containsEntry("examplesMissing", 2L);
  }

  @Test
  void failsOnARankingThatDiffers() {
    ScenarioResult different = result(Duration.ZERO, new Verdict(10, 0, 0, 0, 0, 3), CALM, false);

    assertThat(different.passed()).isFalse();
    assertThat(different.row())
        .element(ScenarioResult.HEADER.indexOf("trending differ"))
        .isEqualTo("3");
  }

  @Test
  void failsOnAnErrorOfServing() {
    assertThat(result(Duration.ZERO, FLAWLESS, ERRORS, true).passed()).isFalse();
  }

  @Test
  void allowsEventsToBeRefusedOnlyWhileTheBrokerIsAway() {
    assertThat(result(Duration.ZERO, FLAWLESS, REFUSED, true).passed()).isTrue();
    assertThat(result(Duration.ZERO, FLAWLESS, REFUSED, false).passed()).isFalse();
  }

  @Test
  void allowsNoAnswerOnlyWhereNoNodeIsLeft() {
    var unanswered = new Answers.Counts(100, 0, 0, 0, 0, 4, 2);
    var failedOver = new Answers.Counts(100, 0, 0, 0, 0, 4, 0);

    assertThat(result(Duration.ZERO, FLAWLESS, unanswered, false).passed()).isFalse();
    assertThat(result(Duration.ZERO, FLAWLESS, failedOver, false).passed()).isTrue();
    assertThat(
            new ScenarioResult(
                    "kill-all",
                    Duration.ZERO,
                    Duration.ZERO,
                    FLAWLESS,
                    unanswered,
                    true,
                    false,
                    null)
                .passed())
        .isTrue();
  }

  @Test
  void leavesANodeButWhereAllAreKilled() {
    assertThat(Scenario.all())
        .filteredOn(scenario -> !scenario.leavesServing())
        .extracting(Scenario::name)
        .containsExactly("kill-all", "hang-all", "hang-all-slow-disk");
  }

  @Test
  void passesAFullDiskOnlyWhereACheckpointFailed() {
    ScenarioResult some = fullDisk(FullDiskCheckpoints.counted(6));
    ScenarioResult none = fullDisk(FullDiskCheckpoints.counted(0));

    assertThat(some.passed()).isTrue();
    assertThat(some.note()).isEqualTo("full-disk: 6 checkpoints failed while the disk was full");
    assertThat(none.passed()).isFalse();
    assertThat(none.note()).contains("no checkpoint failed");
  }

  @Test
  void failsAFullDiskWhereNobodyKnowsWhetherACheckpointFailed() {
    ScenarioResult unread = fullDisk(FullDiskCheckpoints.unread("no answer from 127.0.0.1"));

    assertThat(unread.passed()).isFalse();
    assertThat(unread.note()).endsWith("no answer from 127.0.0.1");
    assertThat(unread.json()).containsEntry("failedCheckpoints", null);
  }

  @Test
  void showsTheNumberOfFailedCheckpoints() {
    var report = new FaultsReport();
    report.add(fullDisk(FullDiskCheckpoints.counted(6)));

    String text = report.text();

    assertThat(text).contains("full-disk: 6 checkpoints failed", "All passed.");
  }

  private static ScenarioResult result(
      @org.jspecify.annotations.Nullable Duration recovery,
      Verdict verdict,
      Answers.Counts answers,
      boolean cutsBroker) {
    return new ScenarioResult("kill", recovery, recovery, verdict, answers, cutsBroker, true, null);
  }

  private static ScenarioResult fullDisk(FullDiskCheckpoints checkpoints) {
    return new ScenarioResult(
        "full-disk", Duration.ZERO, Duration.ZERO, FLAWLESS, CALM, false, true, checkpoints);
  }
}

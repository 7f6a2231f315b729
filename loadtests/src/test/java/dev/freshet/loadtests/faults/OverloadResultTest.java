package dev.freshet.loadtests.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.loadtests.faults.traffic.Answers;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class OverloadResultTest {

  private static final Answers.Counts CALM = new Answers.Counts(100, 40, 10, 0, 0, 0, 0);
  private static final Answers.Counts ALL_SHED = new Answers.Counts(100, 0, 100, 0, 0, 0, 0);
  private static final long BEFORE = 400L << 20;

  @Test
  void reportsTheDeadlineApartFromWhatItPasses() {
    OverloadResult within = result(CALM, 50, BEFORE, BEFORE, BEFORE);
    OverloadResult beyond = result(CALM, 50.1, BEFORE, BEFORE, BEFORE);

    assertThat(within.passed()).isTrue();
    assertThat(within.text()).contains("within the deadline of 50 ms");
    assertThat(within.json()).containsEntry("deadline", "within");
    assertThat(beyond.passed()).isTrue();
    assertThat(beyond.text()).contains("beyond the deadline of 50 ms");
    assertThat(beyond.json()).containsEntry("deadline", "beyond").containsEntry("passed", true);
  }

  @Test
  void isBeyondTheDeadlineWhereNoPageWasMade() {
    assertThat(result(ALL_SHED, 0, BEFORE, BEFORE, BEFORE).deadline()).isEqualTo("beyond");
  }

  @Test
  void failsWhereMemoryGrewByMoreThanAQuarter() {
    long quarterMore = BEFORE + BEFORE / 4;

    assertThat(result(CALM, 40, BEFORE, quarterMore, BEFORE).passed()).isTrue();
    assertThat(result(CALM, 40, BEFORE, quarterMore + (1 << 20), BEFORE).passed()).isFalse();
    assertThat(result(CALM, 40, BEFORE, BEFORE, quarterMore + (1 << 20)).text())
        .contains("NOT bounded: grew by 25.3 %, may grow by 25 %");
  }

  @Test
  void failsWhereMemoryIsNotKnown() {
    OverloadResult unknown = result(CALM, 40, 0, BEFORE, BEFORE);

    assertThat(unknown.passed()).isFalse();
    assertThat(unknown.text()).contains("memory before NOT known");
  }

  private static OverloadResult result(
      Answers.Counts answers, double madeP99Millis, long before, long peak, long after) {
    return new OverloadResult(
        200, 400, answers, 30, 60, 20, madeP99Millis, before, peak, after, Duration.ofMillis(300));
  }
}

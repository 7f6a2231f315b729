package dev.freshet.models.eval;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.models.eval.DailyEvaluation.Day;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;

class DailyEvaluationTest {

  @Test
  void splitsExamplesAtMidnightOfItsZone() {
    DailyEvaluation evaluation = new DailyEvaluation(ZoneId.of("Asia/Shanghai"));

    evaluation.add("alice", Instant.parse("2022-04-24T15:59:59Z"), .9f, true);
    evaluation.add("alice", Instant.parse("2022-04-24T15:59:59Z"), .5f, false);
    evaluation.add("alice", Instant.parse("2022-04-24T16:00:00Z"), .1f, true);
    evaluation.add("alice", Instant.parse("2022-04-25T03:00:00Z"), .2f, false);
    List<Day> days = evaluation.days();

    // of the 25th alone: .1 loses to .2; of both days: .9 wins twice, .1 loses twice
    assertThat(days)
        .extracting(Day::day)
        .containsExactly(LocalDate.of(2022, 4, 24), LocalDate.of(2022, 4, 25));
    assertThat(days).extracting(d -> d.ofDay().auc()).containsExactly(1.0, 0.0);
    assertThat(days).extracting(d -> d.running().auc()).containsExactly(1.0, 0.5);
    assertThat(days).extracting(d -> d.ofDay().examples()).containsExactly(2L, 2L);
    assertThat(evaluation.evaluation().examples()).isEqualTo(4);
  }

  @Test
  void hasNoDaysWithoutExamples() {
    assertThat(new DailyEvaluation(ZoneId.of("UTC")).days()).isEmpty();
  }
}

package dev.freshet.models.paper.length;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class LengthGoalTest {

  @Test
  void measuresTheDistanceToTheNearestBound() {
    LengthGoal goal = LengthGoal.between(10, 14);

    assertThat(goal.distance(7)).isEqualTo(3);
    assertThat(goal.distance(10)).isZero();
    assertThat(goal.distance(14)).isZero();
    assertThat(goal.distance(16)).isEqualTo(2);
  }

  @Test
  void isNotSatisfiedByNothingAtAll() {
    assertThat(LengthGoal.atMost(40).satisfiedBy(0)).isFalse();
    assertThat(LengthGoal.atMost(40).satisfiedBy(40)).isTrue();
  }

  @Test
  void saysItselfInWords() {
    assertThat(LengthGoal.exact(12).inWords()).isEqualTo("exactly 12");
    assertThat(LengthGoal.between(10, 14).inWords()).isEqualTo("from 10 to 14");
    assertThat(LengthGoal.atMost(40).inWords()).isEqualTo("at most 40");
  }

  @Test
  void refusesWhatNoTextCanBe() {
    assertThatThrownBy(() -> LengthGoal.exact(0)).hasMessageContaining("0 to 0");
    assertThatThrownBy(() -> LengthGoal.between(5, 4)).hasMessageContaining("(4)");
    assertThatThrownBy(() -> LengthGoal.atMost(1_000_000_000)).hasMessageContaining("1000000000");
  }
}

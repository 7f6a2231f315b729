package dev.freshet.flink.rounds;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TriggerTest {

  @Test
  void waitsForTimesAsManyRecordsButForNoMoreThanTheMost() {
    Trigger.ByCount trigger = new Trigger.ByCount(5_000, 4, 50_000);

    assertThat(trigger.after(5_000)).isEqualTo(20_000);
    assertThat(trigger.after(20_000)).isEqualTo(70_000);
    assertThat(trigger.after(70_000)).isEqualTo(120_000);
  }
}

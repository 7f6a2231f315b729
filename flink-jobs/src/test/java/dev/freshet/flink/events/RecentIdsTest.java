package dev.freshet.flink.events;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RecentIdsTest {

  @Test
  void findsARepeat() {
    RecentIds ids = new RecentIds(100);

    assertThat(ids.add(7)).isTrue();
    assertThat(ids.add(8)).isTrue();
    assertThat(ids.add(7)).isFalse();
  }

  @Test
  void forgetsTheOldestBeyondItsLimit() {
    RecentIds ids = new RecentIds(20);
    for (long id = 0; id < 21; id++) {
      ids.add(id);
    }

    assertThat(ids.add(1)).isFalse();
    assertThat(ids.add(0)).isTrue();
  }

  @Test
  void readsBackWhatItWrote() {
    RecentIds ids = new RecentIds(20);
    for (long id = 0; id < 30; id++) {
      ids.add(id);
    }

    RecentIds copy = RecentIds.of(ids.toBytes(), 20);

    assertThat(copy.add(10)).isFalse();
    assertThat(copy.add(29)).isFalse();
    assertThat(copy.add(9)).isTrue(); // was forgotten, and now pushes out 10
    assertThat(copy.add(10)).isTrue();
  }
}

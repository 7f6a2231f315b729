package dev.freshet.flink.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RecentIdsTest {

  private static final Duration DAY = Duration.ofDays(1);
  private static final long HOUR = Duration.ofHours(1).toMillis();

  @Test
  void findsARepeatForTheWholeDayHoweverManyCameBetween() {
    RecentIds ids = new RecentIds(DAY, 100_000);
    assertThat(ids.add(-1, 0)).isTrue();
    for (long id = 0; id < 20_000; id++) {
      assertThat(ids.add(id, id * 4_000)).isTrue();
    }

    assertThat(ids.add(-1, 24 * HOUR - 1)).isFalse();
    assertThat(ids.add(0, 24 * HOUR)).isFalse();
  }

  @Test
  void forgetsAnIdAnHourAfterTheDayAtTheLatest() {
    RecentIds ids = new RecentIds(DAY, 100);
    ids.add(7, 0);

    assertThat(ids.add(7, 25 * HOUR)).isTrue();
    assertThat(ids.add(7, 26 * HOUR)).isFalse();
  }

  @Test
  void holdsNoMoreThanTheLastDay() {
    RecentIds ids = new RecentIds(DAY, 1_000_000);
    for (int hour = 0; hour < 100; hour++) {
      for (int id = 0; id < 10; id++) {
        ids.add(hour * 10L + id, hour * HOUR);
      }
    }

    assertThat(ids.size()).isEqualTo(250);
  }

  @Test
  void forgetsTheOldestHourBeyondItsLimit() {
    RecentIds ids = new RecentIds(DAY, 3);
    ids.add(1, 0);
    ids.add(2, HOUR);
    ids.add(3, 2 * HOUR);
    ids.add(4, 2 * HOUR);

    assertThat(ids.add(2, 2 * HOUR)).isFalse();
    assertThat(ids.add(1, 2 * HOUR)).isTrue();
  }

  @Test
  void readsBackWhatItWrote() {
    RecentIds ids = new RecentIds(DAY, 100);
    for (long id = 0; id < 30; id++) {
      ids.add(id, id * HOUR);
    }

    RecentIds copy = new RecentIds(DAY, 100).restored(ids.toBytes());

    assertThat(copy.size()).isEqualTo(ids.size());
    assertThat(copy.add(29, 29 * HOUR)).isFalse();
    assertThat(copy.add(1, 29 * HOUR)).isTrue();
  }
}

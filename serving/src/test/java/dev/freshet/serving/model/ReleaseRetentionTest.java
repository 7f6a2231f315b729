package dev.freshet.serving.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReleaseRetentionTest {

  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
  private static final ReleaseRetention SPACING = new ReleaseRetention(4, Duration.ofDays(1));

  @Test
  void keepsTheNewestWhateverTheirAge() {
    List<Instant> old =
        List.of(NOON.minus(Duration.ofDays(9)), NOON.minus(Duration.ofDays(8)), NOON);

    assertThat(SPACING.surplus(old, NOON)).isEmpty();
  }

  @Test
  void keepsTheOldestOfEachRangeOfAgesAndNothingBeyondTheLimit() {
    // ages 25 h, 40 s, 35 s, 20 s, then the four newest; ranges are 15 to 30 s and 30 to 60 s
    List<Instant> arrivals = new ArrayList<>();
    for (int age : new int[] {90_000, 40, 35, 20, 6, 4, 2, 0}) {
      arrivals.add(NOON.minusSeconds(age));
    }

    assertThat(SPACING.surplus(arrivals, NOON)).containsExactly(0, 2);
  }

  @Test
  void alwaysHasAReleaseOfAboutAnyAgeUpToADay() {
    List<Instant> kept = new ArrayList<>();
    int most = 0;
    Instant now = NOON;
    for (int i = 0; i < 50_000; i++) { // a release each two seconds, for more than a day
      now = NOON.plusSeconds(2L * i);
      kept.add(now);
      SPACING.surplus(kept, now).reversed().forEach(place -> kept.remove((int) place));
      most = Math.max(most, kept.size());
    }
    // 4 newest, and one in each range: below 15 s, to 30 s, to 1 min, … to 34 h
    assertThat(most).isLessThanOrEqualTo(4 + 14);
    for (long seconds : new long[] {60, 600, 3_600, 6 * 3_600, 20 * 3_600}) {
      Instant wanted = now.minusSeconds(seconds);
      assertThat(kept)
          .as("a release of %d s ago", seconds)
          .anySatisfy(
              arrival ->
                  assertThat(arrival)
                      .isBetween(
                          wanted.minusSeconds(seconds * 2), wanted.plusSeconds(seconds * 3 / 4)));
    }
  }
}

package dev.freshet.loadtests.audience;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class LongViewsTest {

  private static final Instant START = Instant.parse("2026-11-23T12:00:00Z");

  private final LongViews longViews = new LongViews(Duration.ofMinutes(1));

  @Test
  void countsEachArmByItself() {
    longViews.add(Arm.RANDOM, new LongViews.Count(10, 2), START);
    longViews.add(Arm.PERSONALISED, new LongViews.Count(10, 6), START);
    longViews.add(Arm.RANDOM, new LongViews.Count(10, 3), START.plusSeconds(1));

    assertThat(longViews.total(Arm.RANDOM)).isEqualTo(new LongViews.Count(20, 5));
    assertThat(longViews.total(Arm.PERSONALISED)).isEqualTo(new LongViews.Count(10, 6));
    assertThat(longViews.total(Arm.TRENDING)).isEqualTo(LongViews.Count.NONE);
  }

  @Test
  void forgetsInTheTrailingCountWhatIsOlderThanTheWindow() {
    longViews.add(Arm.RANDOM, new LongViews.Count(10, 2), START);
    longViews.add(Arm.RANDOM, new LongViews.Count(10, 7), START.plusSeconds(45));

    assertThat(longViews.trailing(Arm.RANDOM, START.plusSeconds(50)))
        .isEqualTo(new LongViews.Count(20, 9));
    assertThat(longViews.trailing(Arm.RANDOM, START.plusSeconds(90)))
        .isEqualTo(new LongViews.Count(10, 7));
    assertThat(longViews.total(Arm.RANDOM)).isEqualTo(new LongViews.Count(20, 9));
  }
}

package dev.freshet.loadtests.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class StallTest {

  private final AtomicLong nanos = new AtomicLong();
  private final Stall stall = new Stall(Duration.ofMinutes(2), nanos::get);

  @Test
  void isNoticedWhenNothingHasMovedForLongerThanThePatience() {
    assertThat(stall.noticed(10)).isFalse();
    nanos.set(Duration.ofMinutes(2).toNanos());
    assertThat(stall.noticed(10)).isFalse();
    nanos.addAndGet(1);
    assertThat(stall.noticed(10)).isTrue();
  }

  @Test
  void isOverAsSoonAsSomethingMoves() {
    assertThat(stall.noticed(10)).isFalse();
    nanos.set(Duration.ofSeconds(119).toNanos());
    assertThat(stall.noticed(11)).isFalse();
    nanos.set(Duration.ofSeconds(200).toNanos());
    assertThat(stall.noticed(11)).isFalse();
  }
}

package dev.freshet.loadtests.audience;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PacerTest {

  private static final long SECOND = 1_000_000_000L;

  private final AtomicLong now = new AtomicLong(7 * SECOND);
  private final Pacer pacer = new Pacer(100, now::get);

  @Test
  void spacesItemsAtTheRate() {
    assertThat(pacer.reserve(20)).isEqualTo(SECOND / 5);
    assertThat(pacer.reserve(30)).isEqualTo(SECOND / 2);
  }

  @Test
  void doesNotMakeUpForALongSilence() {
    now.addAndGet(60 * SECOND);

    assertThat(pacer.reserve(50)).isEqualTo(-SECOND / 2);
    assertThat(pacer.reserve(100)).isEqualTo(SECOND / 2);
  }
}

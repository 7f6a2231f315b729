package dev.freshet.streams.trending;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RankingProgressTest {

  private final AtomicLong nanos = new AtomicLong();
  private final RankingProgress progress = new RankingProgress(nanos::get);

  @Test
  void isAsQuietAsItsSlowestTask() {
    progress.published("task 0");
    nanos.set(Duration.ofSeconds(20).toNanos());
    progress.published("task 1");
    nanos.set(Duration.ofSeconds(31).toNanos());

    assertThat(progress.quiet()).isEqualTo(Duration.ofSeconds(31));

    progress.stopped("task 0");

    assertThat(progress.quiet()).isEqualTo(Duration.ofSeconds(11));
  }

  @Test
  void isNotQuietWithoutTasks() {
    nanos.set(Duration.ofHours(1).toNanos());

    assertThat(progress.quiet()).isZero();
  }

  @Test
  void tellsATaskTheLatestEventTimeOfAll() {
    progress.advance(90);

    assertThat(progress.advance(60)).isEqualTo(90);
    assertThat(progress.advance(120)).isEqualTo(120);
  }
}

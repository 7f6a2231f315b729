package dev.freshet.serving.limits;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TokenBucketTest {

  private static final long SECOND = 1_000_000_000;

  @Test
  void givesABurstAndThenSaysHowLongToWait() {
    TokenBucket bucket = new TokenBucket(10, 3, 0);

    assertThat(IntStream.range(0, 3).mapToObj(i -> bucket.take(0))).containsOnly(Duration.ZERO);
    assertThat(bucket.take(0)).isEqualTo(Duration.ofMillis(100));
    assertThat(bucket.take(SECOND / 20)).isEqualTo(Duration.ofMillis(50));
    assertThat(bucket.take(SECOND / 10)).isEqualTo(Duration.ZERO);
    assertThat(bucket.take(SECOND / 10)).isPositive();
  }

  @Test
  void fillsUpToItsCapacityOnly() {
    TokenBucket bucket = new TokenBucket(10, 2, 0);

    assertThat(IntStream.range(0, 3).mapToObj(i -> bucket.take(100 * SECOND)))
        .containsExactly(Duration.ZERO, Duration.ZERO, Duration.ofMillis(100));
  }
}

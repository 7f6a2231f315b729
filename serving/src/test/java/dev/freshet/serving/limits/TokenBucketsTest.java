package dev.freshet.serving.limits;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class TokenBucketsTest {

  @Test
  void givesEachABucketOfItsOwn() {
    TokenBuckets buckets = new TokenBuckets(0.5, 1, 10);

    assertThat(buckets.take("ann", 0)).isZero();
    assertThat(buckets.take("ann", 0)).isEqualTo(Duration.ofSeconds(2));
    assertThat(buckets.take("bob", 0)).isZero();
  }

  @Test
  void remembersThoseThatAskedLastHoweverManyThereAre() {
    TokenBuckets buckets = new TokenBuckets(1, 1, 100);
    buckets.take("ann", 0);
    for (int i = 0; i < 99; i++) {
      buckets.take("other " + i, 0);
    }
    assertThat(buckets.take("ann", 0)).as("still known").isPositive();

    for (int i = 0; i < 100_000; i++) {
      buckets.take("many " + i, 0);
    }

    assertThat(buckets.size()).isEqualTo(100);
    assertThat(buckets.take("ann", 0)).as("forgotten").isZero();
  }
}

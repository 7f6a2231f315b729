package dev.freshet.models.paper.cki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class HistogramEntropyTest {

  @Test
  void isTheLogarithmOfTheBinsForAnEvenSpread() {
    float[] even = new float[100];
    for (int i = 0; i < even.length; i++) {
      even[i] = i;
    }

    assertThat(HistogramEntropy.of(even, 10)).isEqualTo(Math.log(10), within(1e-9));
  }

  @Test
  void countsTheGreatestEntryInTheLastBin() {
    // bins [0, 5) and [5, 10]: a half each
    assertThat(HistogramEntropy.of(new float[] {0, 10}, 2)).isEqualTo(Math.log(2), within(1e-9));
  }

  @Test
  void isZeroForEqualEntries() {
    assertThat(HistogramEntropy.of(new float[] {3, 3, 3}, 10)).isZero();
  }

  @Test
  void fallsWhenOneOutlierEmptiesTheBins() {
    float[] even = new float[101];
    for (int i = 0; i < 100; i++) {
      even[i] = i;
    }
    even[100] = 1e6f;

    // 100 entries in the first of ten bins, one in the last
    assertThat(HistogramEntropy.of(even, 10))
        .isEqualTo(
            -100 / 101.0 * Math.log(100 / 101.0) - 1 / 101.0 * Math.log(1 / 101.0), within(1e-9));
  }
}

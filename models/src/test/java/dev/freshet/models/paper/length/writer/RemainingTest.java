package dev.freshet.models.paper.length.writer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RemainingTest {

  @ParameterizedTest
  @CsvSource({
    "0, ONE",
    "1, ONE",
    "4, TO_FIVE",
    "5, TO_FIVE",
    "6, TO_EIGHT",
    "17, TO_SEVENTEEN",
    "18, MORE",
    "1000, MORE",
  })
  void tellsTheRangeOfANumberOfWords(int words, Remaining range) {
    assertThat(Remaining.of(words)).isEqualTo(range);
  }
}

package dev.freshet.models.paper.length;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LengthUnitTest {

  private static final String FAMILY = "👩‍👩‍👧‍👦"; // four people joined to one emoji

  @ParameterizedTest
  @CsvSource({
    "cafe, 4, 4, 4",
    "cafe\u0301, 4, 4, 5", // the accent is a character of its own
    "日本, 2, 4, 2",
    "ｗ, 1, 2, 1",
    "👍🏽, 1, 2, 4",
    "❤️, 1, 2, 2",
    "ก็, 1, 1, 2",
  })
  void measuresTheSameTextInThreeUnits(String text, int graphemes, int columns, int utf16) {
    assertThat(LengthUnit.GRAPHEME.meter(String::length).measure(text)).isEqualTo(graphemes);
    assertThat(LengthUnit.COLUMN.meter(String::length).measure(text)).isEqualTo(columns);
    assertThat(LengthUnit.UTF16.meter(String::length).measure(text)).isEqualTo(utf16);
  }

  @Test
  void countsAJoinedEmojiOnce() {
    assertThat(LengthUnit.GRAPHEME.meter(String::length).measure(FAMILY)).isEqualTo(1);
    assertThat(LengthUnit.COLUMN.meter(String::length).measure(FAMILY)).isEqualTo(2);
  }

  @Test
  void measuresAnEmptyTextAsZeroInEveryUnit() {
    for (LengthUnit unit : LengthUnit.values()) {
      assertThat(unit.meter(String::length).measure("")).as(unit.name()).isZero();
    }
  }

  @Test
  void isFoundByTheNameOfRequests() {
    assertThat(LengthUnit.named("grapheme")).contains(LengthUnit.GRAPHEME);
    assertThat(LengthUnit.named("GRAPHEME")).isEmpty();
    assertThat(LengthUnit.named("line")).isEmpty();
  }
}

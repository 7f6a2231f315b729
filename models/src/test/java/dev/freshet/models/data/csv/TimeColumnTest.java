package dev.freshet.models.data.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimeColumnTest {

  private static final TimeColumn SECONDS = new TimeColumn("at", TimeColumn.Unit.SECONDS);

  @ParameterizedTest
  @CsvSource({
    "SECONDS, 1000000000, 1000000000000",
    "SECONDS, 1593878903.438, 1593878903438",
    "SECONDS, 1.59387890E9, 1593878900000",
    "MILLISECONDS, 1650812741436, 1650812741436",
    "MICROSECONDS, 1650812741436999, 1650812741436"
  })
  void turnsEachUnitIntoMilliseconds(TimeColumn.Unit unit, String value, long millis) {
    assertThat(new TimeColumn("at", unit).millis(value)).isEqualTo(millis);
  }

  @ParameterizedTest
  @CsvSource({
    "SECONDS, 1650812741436, milliseconds",
    "SECONDS, 1650812741436999, microseconds",
    "MILLISECONDS, 1650812741, seconds",
    "MILLISECONDS, 1650812741436999, microseconds",
    "MICROSECONDS, 1650812741, seconds"
  })
  void namesTheUnitThatANumberSeemsToBeIn(TimeColumn.Unit unit, String value, String other) {
    assertThatThrownBy(() -> new TimeColumn("at", unit).millis(value))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("but in " + other + " it is 2022-04-24T15:05:41");
  }

  @Test
  void saysThatATimeIsText() {
    assertThatThrownBy(() -> SECONDS.millis("2022-04-24T15:05:41Z"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "at is text, 2022-04-24T15:05:41Z, where seconds since 1970 are meant: 1650812741");
  }

  @ParameterizedTest
  @CsvSource({
    "'', at is empty",
    "x, at is not a number",
    "-1, at is not a time",
    "1e999999999, at is not a time"
  })
  void refusesWhatIsNoTime(String value, String message) {
    assertThatThrownBy(() -> SECONDS.millis(value))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }
}

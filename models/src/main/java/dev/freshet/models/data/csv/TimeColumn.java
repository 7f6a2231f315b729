package dev.freshet.models.data.csv;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Locale;

/**
 * A column that holds times as numbers since 1970. A time before 1990 or after 2100 is refused; the
 * message names the unit that the number seems to be in.
 *
 * @param name of the column
 * @param unit that its numbers are in
 */
public record TimeColumn(String name, Unit unit) {

  private static final long EARLIEST = Instant.parse("1990-01-01T00:00:00Z").toEpochMilli();
  private static final int MOST_DIGITS = 30;
  private static final long LATEST = Instant.parse("2100-01-01T00:00:00Z").toEpochMilli();

  /** Units of time, by the power of ten that turns them into milliseconds. */
  public enum Unit {
    SECONDS(3),
    MILLISECONDS(0),
    MICROSECONDS(-3);

    private final int shift;

    Unit(int shift) {
      this.shift = shift;
    }

    private BigDecimal millis(BigDecimal number) {
      return number.movePointRight(shift);
    }

    private String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * A value in milliseconds since 1970.
   *
   * @throws IllegalArgumentException if it is no such time; says why
   */
  public long millis(String value) {
    String text = value.strip();
    BigDecimal number;
    try {
      number = new BigDecimal(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(noNumber(text), e);
    }
    if (Math.abs((long) number.precision() - number.scale()) > MOST_DIGITS) {
      throw new IllegalArgumentException(noTime(text)); // too large to compute with
    }
    if (plausible(unit.millis(number))) {
      return whole(unit.millis(number));
    }
    for (Unit other : Unit.values()) {
      if (plausible(other.millis(number))) {
        throw new IllegalArgumentException(
            "%s is %s: no time in %s, but in %s it is %s; convert the column to %s"
                .formatted(
                    name,
                    text,
                    unit.text(),
                    other.text(),
                    Instant.ofEpochMilli(whole(other.millis(number))),
                    unit.text()));
      }
    }
    throw new IllegalArgumentException(noTime(text));
  }

  private String noTime(String text) {
    return "%s is not a time between 1990 and 2100 in %s: %s".formatted(name, unit.text(), text);
  }

  private String noNumber(String text) {
    if (text.isEmpty()) {
      return name + " is empty";
    }
    try {
      OffsetDateTime time = OffsetDateTime.parse(text);
      return "%s is text, %s, where %s since 1970 are meant: %d"
          .formatted(
              name,
              text,
              unit.text(),
              unit == Unit.SECONDS
                  ? time.toEpochSecond()
                  : time.toInstant().toEpochMilli() * (unit == Unit.MICROSECONDS ? 1_000 : 1));
    } catch (DateTimeException e) {
      return "%s is not a number of %s since 1970: %s".formatted(name, unit.text(), text);
    }
  }

  private static boolean plausible(BigDecimal millis) {
    return millis.compareTo(BigDecimal.valueOf(EARLIEST)) >= 0
        && millis.compareTo(BigDecimal.valueOf(LATEST)) < 0;
  }

  private static long whole(BigDecimal millis) {
    return millis.setScale(0, RoundingMode.FLOOR).longValueExact();
  }
}

package dev.freshet.models.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.testkit.TestEvents;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LongViewTest {
  private static final Instant AT = Instant.parse("2026-01-01T00:00:00Z");

  @ParameterizedTest(name = "{0} ms of {1} ms: {2}")
  @CsvSource({
    "10000, 10000, true", // a short one to its end
    "9999, 10000, false",
    "18000, 60000, true", // 18 s of a long one
    "17999, 60000, false",
    "18000, 18000, true",
    "17999, 0, false", // length not known
    "18000, 0, true",
    "0, 1, false",
  })
  void asksForTheWholeVideoOrEighteenSeconds(long watched, long length, boolean expected) {
    assertThat(LongView.reached(watched, length)).isEqualTo(expected);
  }

  @Test
  void takesOnlyAWatchThatWasLongEnough() {
    assertThat(LongView.in(TestEvents.longView("ann", "cat", AT))).isTrue();
    assertThat(LongView.in(TestEvents.skip("ann", "cat", AT))).isFalse();
    assertThat(LongView.in(TestEvents.impression("ann", "cat", AT))).isFalse();
  }
}

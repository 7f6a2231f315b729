package dev.freshet.schemas.topic;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RetentionTest {

  @ParameterizedTest
  @ValueSource(strings = {"PT0S", "PT-1S"})
  void refusesToKeepNothing(Duration duration) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Retention.Time(duration))
        .withMessage("retention must be positive: " + duration);
  }
}

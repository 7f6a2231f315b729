package dev.freshet.local.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RestartPolicyTest {

  @Test
  void givesAProcessThatWasNotReadyInTimeTwiceAsLongEachTime() {
    Duration first = Duration.ofMinutes(2);

    assertThat(RestartPolicy.readyWithin(first, 0)).isEqualTo(Duration.ofMinutes(2));
    assertThat(RestartPolicy.readyWithin(first, 1)).isEqualTo(Duration.ofMinutes(4));
    assertThat(RestartPolicy.readyWithin(first, 3)).isEqualTo(Duration.ofMinutes(16));
    assertThat(RestartPolicy.readyWithin(first, 99)).isEqualTo(Duration.ofMinutes(64));
  }
}

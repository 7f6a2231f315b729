package dev.freshet.loadtests.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BackoffTest {

  private final SplittableRandom random = new SplittableRandom(1);
  private final Backoff backoff = new Backoff(Duration.ofMillis(2), Duration.ofMillis(8));

  @Test
  void doublesThePauseUpToItsBound() {
    var slow = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(1));

    for (int again = 0; again < 100; again++) {
      assertThat(slow.pauseMillis(0, random)).isBetween(50L, 100L);
      assertThat(slow.pauseMillis(2, random)).isBetween(200L, 400L);
      assertThat(slow.pauseMillis(50, random)).isBetween(500L, 1_000L);
    }
  }

  @Test
  void asksUntilAnAnswerComes() throws InterruptedException {
    List<String> failures = new ArrayList<>();

    Optional<String> answer =
        backoff.untilAnswered(
            () -> {
              if (failures.size() < 3) {
                throw new UnavailableException("down");
              }
              return "up";
            },
            random,
            () -> false,
            failure -> failures.add(failure.getMessage()));

    assertThat(answer).contains("up");
    assertThat(failures).containsExactly("down", "down", "down");
  }

  @Test
  void givesUpWhenToldToStop() throws InterruptedException {
    List<String> failures = new ArrayList<>();

    Optional<String> answer =
        backoff.untilAnswered(
            () -> {
              throw new UnavailableException("down");
            },
            random,
            () -> failures.size() == 2,
            failure -> failures.add(failure.getMessage()));

    assertThat(answer).isEmpty();
    assertThat(failures).hasSize(2);
  }

  @Test
  void doesNotAskAgainAfterARefusal() {
    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(
            () ->
                backoff.untilAnswered(
                    () -> {
                      throw new RefusedException("no such surface");
                    },
                    random,
                    () -> false,
                    failure -> {}))
        .withMessage("no such surface");
  }
}

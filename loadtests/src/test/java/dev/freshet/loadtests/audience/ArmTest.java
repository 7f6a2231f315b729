package dev.freshet.loadtests.audience;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ArmTest {

  @Test
  void holdsAboutAThirdOfTheUsersEach() {
    Map<Arm, Long> users =
        IntStream.range(0, 3_000)
            .mapToObj(Session::userName)
            .collect(Collectors.groupingBy(Arm::of, Collectors.counting()));

    assertThat(users).containsOnlyKeys(Arm.values());
    assertThat(users.values()).allSatisfy(count -> assertThat(count).isBetween(900L, 1_100L));
  }

  @Test
  void keepsAUserForEver() {
    assertThat(Arm.of("user-17")).isEqualTo(Arm.of("user-17"));
    assertThat(Arm.PERSONALISED.strategy()).isEqualTo("personalised");
  }
}

package dev.freshet.serving.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.serving.Fuzz;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

class ApiKeyFuzzTest {

  private static final ApiKey.Made MADE =
      ApiKey.make("mobile", Set.of(Role.READ), new SecureRandom());
  private static final ApiKeys KEYS = new ApiKeys(new AccessConfig(MADE.key().record(), false));

  @Property(tries = Fuzz.ROUNDS, seed = "42", shrinking = ShrinkingMode.OFF)
  void knowsTheKeyAndNothingThatIsNearlyIt(@ForAll Random random) {
    Fuzz.round(
        random,
        50_000,
        List.of(MADE.secret().getBytes(StandardCharsets.UTF_8)),
        bytes -> {
          String text = new String(bytes, StandardCharsets.UTF_8);

          assertThat(KEYS.authenticate(text).isPresent()).isEqualTo(text.equals(MADE.secret()));
        });
  }

  @Property(tries = Fuzz.ROUNDS, seed = "42", shrinking = ShrinkingMode.OFF)
  void readsARecordOrSaysWhatIsWrong(@ForAll Random random) {
    Fuzz.round(
        random,
        50_000,
        List.of(MADE.key().record().getBytes(StandardCharsets.UTF_8)),
        bytes -> {
          try {
            assertThat(ApiKey.parse(new String(bytes, StandardCharsets.UTF_8)).roles())
                .isNotEmpty();
          } catch (IllegalArgumentException e) {
            assertThat(e.getMessage()).isNotEmpty();
          }
        });
  }
}

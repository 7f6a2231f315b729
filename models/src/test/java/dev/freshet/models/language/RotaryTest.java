package dev.freshet.models.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class RotaryTest {

  @Test
  void turnsEachPairMoreSlowlyThanTheOneBefore() {
    // 10000^0, 10000^(-1/2)
    assertThat(Rotary.LLAMA.frequencies(4)).containsExactly(new float[] {1, 0.01f}, within(1e-8f));
  }

  @Test
  void stretchesLongWavesOnly() {
    // base 100, 8 components: frequencies 1, 0.3162, 0.1, 0.03162
    // wavelengths 6.283, 19.87, 62.83, 198.7; bounds 16 / 4 = 4 and 64 / 4 = 16 of context 64
    Rotary rotary = new Rotary(100, new Rotary.Scaling(8, 1, 4, 64));

    // 6.283 < 16 stays; 198.7 > 64 is divided by 8
    // 19.87: kept = (64 / 19.869 - 1) / 3 = 0.74033, so 0.31623 * (0.25967 / 8 + 0.74033) = 0.24438
    // 62.83: kept = (64 / 62.832 - 1) / 3 = 0.0061964, so 0.1 * (0.9938 / 8 + 0.0061964) = 0.013042
    assertThat(rotary.frequencies(8))
        .containsExactly(new float[] {1, 0.24438f, 0.013042f, 0.0039528f}, within(1e-5f));
  }
}

package dev.freshet.models.language.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.freshet.models.language.text.Sampling;
import org.junit.jupiter.api.Test;

class SamplerTest {
  private static final int DRAWS = 20_000;

  /** Probabilities 0.5, 0.3, 0.15 and 0.05 in another order. */
  private static final float[] LOGITS = {log(0.15), log(0.5), log(0.05), log(0.3)};

  @Test
  void takesTheMostProbableTokenAtTemperatureZero() {
    assertThat(shares(new Sampling(0, 1, 1))).containsExactly(0, 1, 0, 0);
  }

  @Test
  void drawsByTheProbabilities() {
    assertThat(shares(new Sampling(1, 1, 1)))
        .containsExactly(new double[] {0.15, 0.5, 0.05, 0.3}, within(0.015));
  }

  @Test
  void flattensWithTheTemperature() {
    // square roots: 0.3873, 0.7071, 0.2236, 0.5477, of a sum of 1.8657
    assertThat(shares(new Sampling(2, 1, 1)))
        .containsExactly(new double[] {0.2076, 0.379, 0.1198, 0.2936}, within(0.015));
  }

  @Test
  void drawsFromTheFewestTokensThatReachTheShare() {
    // 0.5 + 0.3 reach 0.75: drawn 0.625 to 0.375
    assertThat(shares(new Sampling(1, 0.75, 1)))
        .containsExactly(new double[] {0, 0.625, 0, 0.375}, within(0.015));
    assertThat(shares(new Sampling(1, 0.4, 1))).containsExactly(0, 1, 0, 0);
  }

  @Test
  void drawsTheSameFromTheSameSeed() {
    Sampler first = new Sampler(new Sampling(1, 0.9, 7));
    Sampler second = new Sampler(new Sampling(1, 0.9, 7));

    for (int i = 0; i < 100; i++) {
      assertThat(first.next(LOGITS)).isEqualTo(second.next(LOGITS));
    }
  }

  @Test
  void refusesSettingsThatMeanNothing() {
    assertThatThrownBy(() -> new Sampling(-1, 1, 0))
        .hasMessage("temperature must not be negative: -1.0");
    assertThatThrownBy(() -> new Sampling(1, 0, 0)).hasMessage("topP must be in (0, 1]: 0.0");
  }

  private static double[] shares(Sampling sampling) {
    Sampler sampler = new Sampler(sampling);
    double[] shares = new double[LOGITS.length];
    for (int i = 0; i < DRAWS; i++) {
      shares[sampler.next(LOGITS)] += 1.0 / DRAWS;
    }
    for (int i = 0; i < shares.length; i++) {
      shares[i] = Math.round(shares[i] * 1e6) / 1e6;
    }
    return shares;
  }

  private static float log(double probability) {
    return (float) Math.log(probability);
  }
}

package dev.freshet.models.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.freshet.models.net.Parameter;
import java.util.List;
import org.junit.jupiter.api.Test;

class AdamTest {
  private final Parameter weight = new Parameter("w", new float[] {1, 2}, 2);
  private final Adam adam = new Adam(0.1f, List.of(weight));

  @Test
  void movesByTheRateAtFirstWhateverTheSizeOfTheGradient() {
    adam.step(List.of(new float[] {5, -0.01f}));

    // m̂ = g and v̂ = g², so the step is rate · sign(g)
    assertThat(weight.values()[0]).isCloseTo(0.9f, within(1e-5f));
    assertThat(weight.values()[1]).isCloseTo(2.1f, within(1e-5f));
  }

  @Test
  void followsThePaperInTheSecondStep() {
    adam.step(List.of(new float[] {1, 0}));

    adam.step(List.of(new float[] {-1, 0}));

    // m = 0.9 · 0.1 - 0.1 = -0.01, m̂ = -0.01 / 0.19; v = 0.001999, v̂ = 0.001999 / 0.001999 = 1
    assertThat(weight.values()[0]).isCloseTo(0.9f + 0.1f * 0.01f / 0.19f, within(1e-5f));
    assertThat(weight.values()[1]).isEqualTo(2);
  }

  @Test
  void pullsAWeightWithoutAGradientTowardsZeroWhereItDecays() {
    Adam decaying = new Adam(0.1f, 0.5f, List.of(weight));

    decaying.step(List.of(new float[] {0, -2}));

    // slopes 0 + 0.5 · 1 and -2 + 0.5 · 2: signs + and -
    assertThat(weight.values()[0]).isCloseTo(0.9f, within(1e-5f));
    assertThat(weight.values()[1]).isCloseTo(2.1f, within(1e-5f));
  }

  @Test
  void goesOnBitForBitAfterARestore() {
    adam.step(List.of(new float[] {0.3f, -0.7f}));
    Parameter copied = new Parameter("w", new float[2], 2);
    Adam copy = new Adam(0.1f, List.of(copied));

    copy.restore(adam.save());
    adam.step(List.of(new float[] {0.1f, 0.2f}));
    copy.step(List.of(new float[] {0.1f, 0.2f}));

    assertThat(copied.values()).isEqualTo(weight.values());
    assertThat(copy.save()).isEqualTo(adam.save());
  }

  @Test
  void refusesAStateOfMoreParameters() {
    Adam small = new Adam(0.1f, List.of(new Parameter("w", new float[1], 1)));
    byte[] saved = adam.save();

    assertThatThrownBy(() -> small.restore(saved)).isInstanceOf(IllegalArgumentException.class);
  }
}

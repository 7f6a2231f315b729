package dev.freshet.models.paper.cki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class GateTest {

  private static final CkiConfig PAPER = CkiConfig.paper();

  @Test
  void isAHalfForEqualEntropies() {
    assertThat(Gate.of(1.7, 1.7, PAPER)).isEqualTo(0.5);
  }

  @Test
  void saturatesFast() {
    // the published a = 0.4, c = 500
    assertThat(Gate.of(1.001, 1, PAPER)).isEqualTo(0.559, within(5e-4));
    assertThat(Gate.of(1.005, 1, PAPER)).isEqualTo(0.652, within(5e-4));
    assertThat(Gate.of(1.02, 1, PAPER)).isEqualTo(0.687, within(5e-4));
    assertThat(Gate.of(100, 0, PAPER)).isLessThan(0.7).isGreaterThan(0.699);
    assertThat(Gate.of(0, 100, PAPER)).isGreaterThan(0.3).isLessThan(0.301);
  }

  @Test
  void ofSeveralParentsSumsToOneAndIsThePapersForTwo() {
    assertThat(Gate.of(new double[] {2.001, 2}, PAPER))
        .containsExactly(new double[] {0.559033, 0.440967}, within(1e-6));

    double[] three = Gate.of(new double[] {1, 2, 3}, PAPER);

    // against each other all gates are saturated: (.3 + .3) / 3, (.7 + .3) / 3, (.7 + .7) / 3
    assertThat(three).containsExactly(new double[] {0.2, 1 / 3.0, 0.4667}, within(1e-3));
    assertThat(three[0] + three[1] + three[2]).isEqualTo(1, within(1e-12));
  }

  @Test
  void isStableWhereEntropiesDifferAndNotWhereTheyAreAlike() {
    SplittableRandom random = new SplittableRandom(5);
    float[] uniform = new float[400];
    float[] likewise = new float[400];
    float[] narrow = new float[400];
    for (int i = 0; i < uniform.length; i++) {
      uniform[i] = (float) random.nextDouble();
      likewise[i] = (float) random.nextDouble();
      narrow[i] = (float) Math.pow(random.nextDouble(), 6);
    }

    assertThat(Gate.stability(uniform, narrow, 10, 100, 1)).isEqualTo(1);
    assertThat(Gate.stability(uniform, likewise, 10, 100, 1)).isLessThan(1);
  }
}

package dev.freshet.models.net.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.models.net.Parameter;
import org.junit.jupiter.api.Test;

class BlockQuantisedTest {

  @Test
  void roundsEachBlockByItsGreatestWeight() {
    float[] values = new float[40]; // a block of 32 and one of 8
    values[0] = -7;
    values[1] = 3.4f;
    values[32] = 0.5f;

    BlockQuantised four = BlockQuantised.of(new Parameter("w", values, 1, 40), WeightFormat.INT4);
    BlockQuantised eight = BlockQuantised.of(new Parameter("w", values, 1, 40), WeightFormat.INT8);

    // 4 bits: scales 7 / 7 and 0.5 / 7; codes -7 + 8 = 1, 3 + 8 = 11, 0 + 8 = 8
    assertThat(four.scales()).containsExactly(1, 0.5f / 7);
    assertThat(four.codesShape()).containsExactly(1, 2, 16);
    assertThat(four.codes()[0]).isEqualTo((byte) 0xB1);
    assertThat(four.codes()[1]).isEqualTo((byte) 0x88);
    assertThat(four.codes()[16]).isEqualTo((byte) 0x8F);
    // 8 bits: scale 7 / 127; -127 + 128 = 1, round(3.4 * 127 / 7) + 128 = 62 + 128
    assertThat(eight.codesShape()).containsExactly(1, 2, 32);
    assertThat(eight.codes()[0]).isEqualTo((byte) 1);
    assertThat(eight.codes()[1]).isEqualTo((byte) 190);
    assertThat(eight.codes()[2]).isEqualTo((byte) 128);
  }
}

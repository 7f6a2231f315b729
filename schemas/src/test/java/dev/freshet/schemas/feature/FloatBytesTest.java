package dev.freshet.schemas.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.ByteBuffer;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class FloatBytesTest {

  @Test
  void writesTheLeastSignificantByteFirst() {
    // 1.0f is 0x3f800000, -2.0f is 0xc0000000
    ByteBuffer bytes = FloatBytes.of(new float[] {1f, -2f});

    assertThat(bytes)
        .isEqualTo(ByteBuffer.wrap(new byte[] {0, 0, (byte) 0x80, 0x3f, 0, 0, 0, (byte) 0xc0}));
  }

  @Property(seed = "20260427")
  void readsBackWhatItWrote(@ForAll float[] vector) {
    assertThat(FloatBytes.toArray(FloatBytes.of(vector))).isEqualTo(vector);
  }

  @Test
  void leavesThePositionOfTheBufferAlone() {
    ByteBuffer bytes = ByteBuffer.wrap(new byte[] {9, 9, 0, 0, (byte) 0x80, 0x3f}).position(2);

    float[] vector = FloatBytes.toArray(bytes);

    assertThat(vector).containsExactly(1f);
    assertThat(bytes.position()).isEqualTo(2);
  }

  @Test
  void refusesHalfAComponent() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FloatBytes.toArray(ByteBuffer.allocate(6)))
        .withMessage("a vector's bytes must be a multiple of 4: 6");
  }
}

package dev.freshet.loadtests.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SoakTest {

  @Test
  void comparesTheLastQuarterWithTheSecond() {
    Soak.Memory memory =
        Soak.memory("serving", List.of(10L, 90L, 100L, 100L, 100L, 105L, 108L, 108L));

    assertThat(memory).isEqualTo(new Soak.Memory("serving", 100, 108));
    assertThat(memory.flat()).isTrue();
  }

  @Test
  void isNotFlatWhereMemoryGoesOnGrowing() {
    Soak.Memory memory = Soak.memory("flink", List.of(50L, 100L, 110L, 120L));

    assertThat(memory).isEqualTo(new Soak.Memory("flink", 100, 120));
    assertThat(memory.flat()).isFalse();
  }
}

package dev.freshet.loadtests.faults.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class MemorySeriesTest {

  @Test
  void comparesTheLastQuarterWithTheSecond() {
    MemorySeries memory = resident(10L, 90L, 100L, 100L, 100L, 105L, 108L, 108L);

    assertThat(memory.early()).isEqualTo(100);
    assertThat(memory.late()).isEqualTo(108);
    assertThat(memory.flat()).isTrue();
  }

  @Test
  void isNotFlatWhereMemoryGoesOnGrowing() {
    MemorySeries memory = resident(50L, 100L, 110L, 120L);

    assertThat(memory.early()).isEqualTo(100);
    assertThat(memory.late()).isEqualTo(120);
    assertThat(memory.flat()).isFalse();
  }

  @Test
  void isNotFlatWhereTheProcessEnded() {
    var memory =
        new MemorySeries(
            "flink", List.of(100L, 100L, 100L, 100L), List.of(), List.of(), List.of(), true);

    assertThat(memory.flat()).isFalse();
    assertThat(memory.row()).startsWith("flink (ended)");
  }

  @Test
  void saysWhatTheHeapDid() {
    long mebibyte = 1 << 20;
    var memory =
        new MemorySeries(
            "flink",
            List.of(200 * mebibyte, 200 * mebibyte, 210 * mebibyte, 210 * mebibyte),
            List.of(),
            List.of(90 * mebibyte, 91 * mebibyte, 92 * mebibyte, 93 * mebibyte),
            List.of(40 * mebibyte, 41 * mebibyte),
            false);

    assertThat(memory.row())
        .containsExactly(
            "flink", "200 MiB", "210 MiB", "+5.0 %", "91 MiB", "93 MiB", "40 MiB, 41 MiB");
  }

  private static MemorySeries resident(Long... bytes) {
    return new MemorySeries("serving", List.of(bytes), List.of(), List.of(), List.of(), false);
  }
}

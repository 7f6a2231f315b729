package dev.freshet.loadtests.faults.soak;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class ProcessMemoryTest {

  @Test
  @EnabledOnOs(OS.LINUX)
  void looksAtARunningJvmAndItsHeap() throws Exception {
    Process sleeper =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-Xmx32m",
                "-cp",
                System.getProperty("java.class.path"),
                Sleeper.class.getName())
            .start();
    try {
      assertThat(sleeper.getInputStream().read()).isEqualTo('.'); // it runs
      try (var memory = new ProcessMemory("sleeper", sleeper.pid())) {
        memory.look();
        memory.collect();
        sleeper.destroyForcibly().waitFor();
        memory.look();

        MemorySeries series = memory.series();
        assertThat(series.resident())
            .singleElement()
            .satisfies(bytes -> assertThat(bytes).isGreaterThan(10L << 20));
        assertThat(series.heapCommitted())
            .singleElement()
            .satisfies(bytes -> assertThat(bytes).isBetween(1L << 20, 32L << 20));
        assertThat(series.heapUsed()).hasSize(1);
        assertThat(series.heapLive().getFirst())
            .isBetween(1L << 18, series.heapCommitted().getFirst());
        assertThat(series.ended()).isTrue();
      }
    } finally {
      sleeper.destroyForcibly();
    }
  }

  /** A JVM that waits until it is killed. */
  static final class Sleeper {

    private Sleeper() {}

    public static void main(String[] args) throws InterruptedException {
      System.out.print('.');
      System.out.flush();
      Thread.currentThread().join();
    }
  }
}

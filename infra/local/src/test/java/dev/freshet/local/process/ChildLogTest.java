package dev.freshet.local.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildLogTest {

  @TempDir Path dir;

  @Test
  void movesAFullFileAsideSoThatTwoAreTheMost() {
    Path file = dir.resolve("flink.log");

    try (var log = new ChildLog(file, 10)) {
      for (int i = 0; i < 6; i++) {
        log.add("line " + i);
      }
    }

    assertThat(dir.resolve("flink.log.1")).hasContent("line 2\nline 3");
    assertThat(file).hasContent("line 4\nline 5");
  }

  @Test
  void remembersWhatWasSaidButNotTheStackFrames() {
    try (var log = new ChildLog(dir.resolve("flink.log"), 1000)) {
      log.add("Exception in thread main: no luck");
      log.add("\tat dev.freshet.Luck.none(Luck.java:7)");
      log.add("Caused by: none left");
      log.add("\t... 8 common frames omitted");

      assertThat(log.tail())
          .containsExactly("Exception in thread main: no luck", "Caused by: none left");
    }
  }

  @Test
  void goesOnFromTheLastStart() {
    Path file = dir.resolve("flink.log");
    try (var log = new ChildLog(file, 1000)) {
      log.add("yesterday");
    }

    try (var log = new ChildLog(file, 1000)) {
      log.add("today");
    }

    assertThat(file).hasContent("yesterday\ntoday");
  }

  @Test
  void keepsTheLastLinesWhereTheDiskIsFull() {
    Path full = Path.of("/dev/full");
    assumeTrue(Files.exists(full), "needs /dev/full, which only Linux has");

    try (var log = new ChildLog(full, 1000)) {
      log.add("one");
      log.add("two");

      assertThat(log.tail()).startsWith("one").endsWith("two");
    }
  }

  @Test
  void refusesAFileThatCannotBeWritten() {
    assertThatThrownBy(() -> new ChildLog(dir.resolve("missing/flink.log"), 1000))
        .isInstanceOf(LaunchException.class)
        .hasMessageContaining("missing/flink.log");
  }
}

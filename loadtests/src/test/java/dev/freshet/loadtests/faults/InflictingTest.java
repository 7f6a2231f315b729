package dev.freshet.loadtests.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** In a system of a single process, which is this one, called flink. */
class InflictingTest {

  @TempDir Path dir;

  private Children children;

  @BeforeEach
  void list() throws Exception {
    Path file = dir.resolve("processes");
    Files.writeString(file, "flink " + ProcessHandle.current().pid() + " 0\n");
    children = new Children(file);
  }

  @Test
  void takesAProcessThatRuns() {
    var inflicting = new Inflicting(children, null);

    assertThat(inflicting.impossible(new Fault.Kill(List.of("flink")))).isEmpty();
    assertThat(inflicting.impossible(new Fault.Pause("flink"))).isEmpty();
  }

  @Test
  void saysWhichProcessThisSystemDoesNotHave() {
    var inflicting = new Inflicting(children, null);

    assertThat(inflicting.impossible(new Fault.Kill(List.of("flink", "task-manager-1"))))
        .contains("no process task-manager-1 is in this system");
    assertThat(inflicting.impossible(new Fault.Pause("task-manager-1"))).isPresent();
  }

  @Test
  void fillsOnlyADiskOfItsOwn() {
    assertThat(new Inflicting(children, null).impossible(new Fault.FillDisk())).isPresent();
    assertThat(new Inflicting(children, dir).impossible(new Fault.FillDisk())).isEmpty();
  }
}

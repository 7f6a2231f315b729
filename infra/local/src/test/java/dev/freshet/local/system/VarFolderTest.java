package dev.freshet.local.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.local.process.LaunchException;
import dev.freshet.local.process.ProcessList;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VarFolderTest {

  @TempDir Path dir;

  @Test
  void isHeldByOneLauncherAtATime() {
    try (VarFolder held = VarFolder.open(dir)) {

      assertThatThrownBy(() -> VarFolder.open(held.dir()))
          .isInstanceOf(LaunchException.class)
          .hasMessageContaining(dir + " is in use by another Freshet (process ")
          .hasMessageContaining(Long.toString(ProcessHandle.current().pid()));
    }
  }

  @Test
  void isFreeAgainOnceClosed() {
    VarFolder.open(dir).close();

    try (VarFolder again = VarFolder.open(dir)) {
      assertThat(again.of("logs")).isDirectory();
    }
  }

  @Test
  void isOpenToItsOwnerOnlyEvenWhereItWasOpenToAll() throws Exception {
    Files.setPosixFilePermissions(dir, PosixFilePermissions.fromString("rwxr-xr-x"));

    VarFolder.open(dir).close();

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(dir)))
        .isEqualTo("rwx------");
  }

  @Test
  void saysThatItCannotBeWritten() throws Exception {
    Path file = Files.createFile(dir.resolve("file"));

    assertThatThrownBy(() -> VarFolder.open(file.resolve("var")))
        .isInstanceOf(LaunchException.class)
        .hasMessageContaining("cannot write in " + file.resolve("var"))
        .hasMessageContaining("--var");
  }

  @Test
  void saysThatTheDiskIsFull() {
    try (VarFolder var = VarFolder.open(dir)) {
      var.requireRoom(1);

      assertThatThrownBy(() -> var.requireRoom(Long.MAX_VALUE))
          .isInstanceOf(LaunchException.class)
          .hasMessageContaining("the disk of " + dir + " is full")
          .hasMessageContaining("what is there is kept");
    }
  }

  @Test
  void waitsForProcessesOfALauncherThatWasKilled() throws Exception {
    Process left = new ProcessBuilder("sleep", "0.5").start();
    try (VarFolder var = VarFolder.open(dir)) {
      var.processes().write(List.of(new ProcessList.Entry("flink", left.toHandle())));

      var.awaitLeftovers();

      assertThat(left.isAlive()).isFalse();
    }
  }
}

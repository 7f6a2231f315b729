package dev.freshet.flink.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointsTest {

  @TempDir private Path dir;

  @Test
  void findsTheNewestCompleteCheckpointOfAnyRun() throws IOException {
    complete("run-a/chk-9", 1_000);
    Path newest = complete("run-b/chk-2", 2_000);
    Files.createDirectories(dir.resolve("run-b/chk-3")); // was being written when the process died

    assertThat(new Checkpoints(dir).newest()).contains(newest);
  }

  @Test
  void findsNothingBeforeTheFirstCheckpoint() {
    assertThat(new Checkpoints(dir.resolve("missing")).newest()).isEmpty();
    assertThat(new Checkpoints(dir).newest()).isEmpty();
  }

  private Path complete(String name, long writtenAt) throws IOException {
    Path checkpoint = Files.createDirectories(dir.resolve(name));
    Path metadata = Files.createFile(checkpoint.resolve("_metadata"));
    Files.setLastModifiedTime(metadata, FileTime.fromMillis(writtenAt));
    return checkpoint;
  }
}

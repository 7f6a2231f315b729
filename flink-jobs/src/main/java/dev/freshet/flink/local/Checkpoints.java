package dev.freshet.flink.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The checkpoints of one job on disk: {@code DIR/<run>/chk-<n>}. A checkpoint is complete when it
 * has its {@code _metadata}.
 *
 * @param dir folder of the job
 */
record Checkpoints(Path dir) {

  private static final String METADATA = "_metadata";

  /** The newest complete checkpoint, of whichever run. */
  Optional<Path> newest() {
    if (!Files.isDirectory(dir)) {
      return Optional.empty();
    }
    try (Stream<Path> files = Files.walk(dir, 3)) {
      return files
          .filter(file -> file.endsWith(METADATA))
          .max(Comparator.comparing(Checkpoints::writtenAt))
          .map(Path::getParent);
    } catch (IOException e) {
      throw new UncheckedIOException("looking for checkpoints in " + dir, e);
    }
  }

  private static FileTime writtenAt(Path file) {
    try {
      return Files.getLastModifiedTime(file);
    } catch (IOException e) {
      throw new UncheckedIOException("reading the time of " + file, e);
    }
  }
}

package dev.freshet.local.bench;

import dev.freshet.local.process.LaunchException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A file system in memory that can be filled without harm to others. Closing takes it away.
 *
 * @param dir where it is mounted
 */
record SmallDisk(Path dir) implements AutoCloseable {

  /** Mounts one of so many MiB at {@code dir}; empty where this user may not, as most may not. */
  static Optional<SmallDisk> mount(Path dir, int mebibytes) throws InterruptedException {
    try {
      Files.createDirectories(dir);
      return succeeds(
              "mount", "-t", "tmpfs", "-o", "size=" + mebibytes + "m", "tmpfs", dir.toString())
          ? Optional.of(new SmallDisk(dir))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty(); // there is no such program here
    }
  }

  @Override
  public void close() {
    try {
      // lazily: whoever still writes there is about to end
      if (!succeeds("umount", "-l", dir.toString())) {
        throw new LaunchException("cannot unmount " + dir);
      }
    } catch (IOException e) {
      throw new LaunchException("cannot unmount " + dir + ": " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean succeeds(String... command) throws IOException, InterruptedException {
    return new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start()
            .waitFor()
        == 0;
  }
}

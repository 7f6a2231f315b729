package dev.freshet.loadtests.faults.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;

/** Writes to a disk and waits for it, over and over, so that others wait as well. */
final class BusyDisk {

  private static final int BYTES = 8 << 20;
  private static final int WRITERS = 2;

  private BusyDisk() {}

  /** Returns at once; the disk is busy until the time is over. */
  static void keepBusy(Path file, Duration time) {
    long end = System.nanoTime() + time.toNanos();
    for (int writer = 0; writer < WRITERS; writer++) {
      Path own = file.resolveSibling(file.getFileName() + "-" + writer);
      Thread.ofPlatform().daemon().name("busy-disk").start(() -> write(own, end));
    }
  }

  private static void write(Path file, long end) {
    try {
      try (FileChannel out =
          FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
        ByteBuffer bytes = ByteBuffer.allocateDirect(BYTES);
        while (System.nanoTime() < end) {
          out.write(bytes.clear(), 0);
          out.force(true);
        }
      } finally {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("keeping the disk of " + file + " busy", e);
    }
  }
}

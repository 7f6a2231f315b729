package dev.freshet.local.system;

import dev.freshet.local.process.LaunchException;
import dev.freshet.local.process.ProcessList;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The folder in which the system writes everything: a subfolder per process, and {@code logs},
 * {@code reports} and {@code tmp}. One launcher at a time holds it, and only its owner gets into
 * it.
 */
public final class VarFolder implements AutoCloseable {

  /** Below this the processes are stopped while they can still write what they must. */
  public static final long NEEDED_BYTES = 256L << 20;

  private static final Duration LEFTOVERS_END_WITHIN = Duration.ofSeconds(20);

  private final Path dir;
  private final FileChannel lockFile;

  private VarFolder(Path dir, FileChannel lockFile) {
    this.dir = dir;
    this.lockFile = lockFile;
  }

  /**
   * Takes the folder, creating what is missing.
   *
   * @throws LaunchException if another launcher holds it, or it cannot be written
   */
  public static VarFolder open(Path dir) {
    Path absolute = dir.toAbsolutePath().normalize();
    try {
      for (String sub : List.of("logs", "reports", "tmp")) {
        Files.createDirectories(absolute.resolve(sub));
      }
      keepToOwner(absolute);
      return new VarFolder(absolute, lock(absolute.resolve("lock")));
    } catch (IOException e) {
      throw new LaunchException(
          "cannot write in %s (%s). Make it writable, or name another folder with --var."
              .formatted(absolute, e),
          e);
    }
  }

  /** The folder of a process, or another subfolder. */
  public Path of(String name) {
    return dir.resolve(name);
  }

  /** The folder itself. */
  public Path dir() {
    return dir;
  }

  /** The file that names the running processes. */
  public ProcessList processes() {
    return processes(dir);
  }

  /** What runs, or ran, in the folder {@code dir}. */
  public static ProcessList processes(Path dir) {
    return new ProcessList(dir.resolve("processes"));
  }

  /**
   * Waits for processes of a launcher that was killed: they end by themselves, and are killed when
   * they do not.
   */
  public void awaitLeftovers() throws InterruptedException {
    Instant deadline = Instant.now().plus(LEFTOVERS_END_WITHIN);
    List<ProcessList.Entry> left = processes().running();
    while (!left.isEmpty()) {
      if (Instant.now().isAfter(deadline)) {
        left.forEach(entry -> entry.handle().destroyForcibly());
      }
      Thread.sleep(50);
      left = processes().running();
    }
  }

  /**
   * Checks that the disk has room.
   *
   * @throws LaunchException if less than {@link #NEEDED_BYTES} are left
   */
  public void requireRoom() {
    requireRoom(NEEDED_BYTES);
  }

  public void requireRoom(long needed) {
    long left;
    try {
      left = Files.getFileStore(dir).getUsableSpace();
    } catch (IOException e) {
      throw new LaunchException("cannot tell how full the disk of " + dir + " is: " + e, e);
    }
    if (left < needed) {
      throw new LaunchException(
          "the disk of %s is full: %d MiB are left, %d MiB are needed. Free some space and start again; what is there is kept."
              .formatted(dir, left >> 20, needed >> 20));
    }
  }

  /** Empties and recreates a subfolder. */
  public Path fresh(String name) {
    Path sub = dir.resolve(name);
    delete(sub);
    try {
      return Files.createDirectories(sub);
    } catch (IOException e) {
      throw new LaunchException("cannot create " + sub + ": " + e, e);
    }
  }

  /** Deletes a subfolder, if it is there. */
  public void delete(String name) {
    delete(dir.resolve(name));
  }

  /** Lets another launcher take the folder. */
  @Override
  public void close() {
    try {
      lockFile.close();
    } catch (IOException e) {
      throw new LaunchException("cannot let go of " + dir + ": " + e, e);
    }
  }

  /** Nobody else gets past the folder, whatever the modes of the files below it are. */
  private static void keepToOwner(Path folder) throws IOException {
    if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    }
  }

  private static void delete(Path path) {
    if (!Files.exists(path)) {
      return;
    }
    try (Stream<Path> files = Files.walk(path)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new LaunchException("cannot delete " + path + ": " + e, e);
    }
  }

  /** The kernel lets go of the lock however this process ends. */
  private static FileChannel lock(Path file) throws IOException {
    FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    if (tryLock(channel) == null) {
      String holder = Files.readString(file).strip();
      channel.close();
      throw new LaunchException(
          "%s is in use by another Freshet (process %s). Stop that one, or name another folder with --var."
              .formatted(file.getParent(), holder));
    }
    channel.truncate(0);
    channel.write(
        java.nio.ByteBuffer.wrap(
            Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.UTF_8)));
    return channel;
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null; // held by this very process
    }
  }
}

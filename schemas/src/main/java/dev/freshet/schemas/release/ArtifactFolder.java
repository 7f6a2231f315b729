package dev.freshet.schemas.release;

import dev.freshet.schemas.feature.Artifact;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Complete artifacts of one process, each in a file that is named by its SHA-256. A file is checked
 * against its name before its first use in this process. Thread-safe.
 */
public final class ArtifactFolder {

  private static final String PARTIAL = ".partial";

  private final Path folder;
  private final long maxBytes;
  private final Set<String> verified = ConcurrentHashMap.newKeySet();

  /**
   * Opens the folder, which no other process uses, and removes what an earlier process left
   * unfinished.
   *
   * @param maxBytes most bytes of all artifacts
   * @throws ArtifactException if the folder cannot be made
   */
  public ArtifactFolder(Path folder, long maxBytes) {
    if (maxBytes < 1) {
      throw new IllegalArgumentException("space for artifacts must be positive: " + maxBytes);
    }
    this.folder = folder;
    this.maxBytes = maxBytes;
    try {
      Files.createDirectories(folder);
      for (Path file : files()) {
        if (file.toString().endsWith(PARTIAL)) {
          Files.deleteIfExists(file);
        }
      }
    } catch (IOException e) {
      throw new ArtifactException("opening the folder of artifacts " + folder, e);
    }
  }

  /**
   * The file of the artifact, checked; empty where there is none. A damaged file is removed.
   *
   * @throws ArtifactException if the file cannot be read
   */
  Optional<Path> find(Artifact artifact) {
    Path file = folder.resolve(artifact.getSha256());
    try {
      if (!Files.exists(file)) {
        return Optional.empty();
      }
      if (!verified.contains(artifact.getSha256())) {
        if (!Artifacts.of(file).getSha256().equals(artifact.getSha256())) {
          Files.delete(file);
          return Optional.empty();
        }
        verified.add(artifact.getSha256());
      }
      return Optional.of(file);
    } catch (IOException e) {
      throw new ArtifactException("reading artifact " + file, e);
    }
  }

  /**
   * Begins to put the artifact together.
   *
   * @throws ArtifactException if it does not fit, or the disk fails
   */
  ArtifactAssembly begin(String name, Artifact artifact) {
    long used = usedBytes();
    if (artifact.getSize() > maxBytes - used) {
      throw new ArtifactException(
          "artifact %s of %,d bytes does not fit into %s: %,d of %,d bytes are used"
              .formatted(name, artifact.getSize(), folder, used, maxBytes));
    }
    try {
      Path partial = Files.createTempFile(folder, artifact.getSha256() + "-", PARTIAL);
      return new ArtifactAssembly(
          name, artifact, partial, FileChannel.open(partial, StandardOpenOption.WRITE));
    } catch (IOException e) {
      throw new ArtifactException("beginning artifact " + name + " in " + folder, e);
    }
  }

  /** A file with content that is in memory. */
  Path put(String name, Artifact artifact, ByteBuffer content) {
    Optional<Path> found = find(artifact);
    if (found.isPresent()) {
      return found.get();
    }
    ArtifactAssembly assembly = begin(name, artifact);
    try {
      assembly.fill(content);
      if (!finish(assembly)) {
        throw new ArtifactException("artifact %s changed while it was written".formatted(name));
      }
      return folder.resolve(artifact.getSha256());
    } finally {
      assembly.discard();
    }
  }

  /** Takes the file over if it is what its name says; says whether it is. */
  boolean finish(ArtifactAssembly assembly) {
    String expected = assembly.artifact().getSha256();
    try {
      String actual = Artifacts.of(assembly.file()).getSha256();
      if (!actual.equals(expected)) {
        assembly.note("all parts together have SHA-256 " + actual);
        return false;
      }
      Files.move(assembly.file(), folder.resolve(expected), StandardCopyOption.ATOMIC_MOVE);
      verified.add(expected);
      assembly.discard();
      return true;
    } catch (IOException e) {
      throw new ArtifactException("finishing artifact " + assembly.name(), e);
    }
  }

  /** Removes all artifacts but these, by SHA-256. What is being put together stays. */
  public void retain(Set<String> sha256) {
    try {
      for (Path file : files()) {
        String name = String.valueOf(file.getFileName());
        if (!sha256.contains(name) && !name.endsWith(PARTIAL)) {
          verified.remove(name);
          Files.deleteIfExists(file);
        }
      }
    } catch (IOException e) {
      throw new ArtifactException("removing artifacts from " + folder, e);
    }
  }

  /** Bytes of all files. */
  long usedBytes() {
    long used = 0;
    try {
      for (Path file : files()) {
        used += size(file);
      }
    } catch (IOException e) {
      throw new ArtifactException("looking into the folder of artifacts " + folder, e);
    }
    return used;
  }

  private static long size(Path file) throws IOException {
    try {
      return Files.size(file);
    } catch (NoSuchFileException e) {
      return 0; // finished or removed meanwhile
    }
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(Files::isRegularFile).toList();
    } catch (UncheckedIOException e) {
      throw new IOException(e);
    }
  }
}

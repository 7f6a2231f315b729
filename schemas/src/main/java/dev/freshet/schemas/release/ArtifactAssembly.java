package dev.freshet.schemas.release;

import dev.freshet.schemas.feature.Artifact;
import dev.freshet.schemas.feature.ModelArtifact;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/** An artifact that is being put together in a file. Not thread-safe. */
final class ArtifactAssembly {

  private final String name;
  private final Artifact artifact;
  private final Path file;
  private final FileChannel channel;
  private final BitSet taken = new BitSet();
  private @Nullable String problem;

  /**
   * @param name of the artifact, for messages
   * @param file where it is put together
   */
  ArtifactAssembly(String name, Artifact artifact, Path file, FileChannel channel) {
    this.name = name;
    this.artifact = artifact;
    this.file = file;
    this.channel = channel;
  }

  String name() {
    return name;
  }

  Artifact artifact() {
    return artifact;
  }

  Path file() {
    return file;
  }

  /**
   * Writes a part into its place; the last one taken of each number counts.
   *
   * @return why the part does not belong into the artifact; null where it was taken
   * @throws ArtifactException if the disk fails
   */
  @Nullable String take(ModelArtifact part) {
    ByteBuffer content = part.getContent().duplicate();
    int parts = Artifacts.parts(artifact.getSize());
    long offset = (long) part.getPart() * Artifacts.PART_BYTES;
    long length = Math.min(Artifacts.PART_BYTES, artifact.getSize() - offset);
    if (part.getPart() < 0
        || part.getPart() >= parts
        || part.getParts() != parts
        || part.getOffset() != offset
        || content.remaining() != length) {
      return "part %d of %d has %,d bytes at %,d, which do not fit into %d parts of %,d bytes"
          .formatted(
              part.getPart(),
              part.getParts(),
              content.remaining(),
              part.getOffset(),
              parts,
              artifact.getSize());
    }
    write(content, offset);
    taken.set(part.getPart());
    return null;
  }

  /** Writes the whole artifact. */
  void fill(ByteBuffer content) {
    write(content.duplicate(), 0);
    taken.set(0, Artifacts.parts(artifact.getSize()));
  }

  private void write(ByteBuffer content, long offset) {
    try {
      for (long at = offset; content.hasRemaining(); ) {
        at += channel.write(content, at);
      }
    } catch (IOException e) {
      throw new ArtifactException("writing artifact " + name, e);
    }
  }

  /** Forgets a part that was removed from the topic. */
  void remove(int part) {
    if (part >= 0) {
      taken.clear(part);
    }
  }

  boolean isComplete() {
    return taken.cardinality() == Artifacts.parts(artifact.getSize());
  }

  /** Remembers what is wrong with what came; the parts so far have to come again if all had. */
  void note(String what) {
    problem = what;
    if (isComplete()) {
      taken.clear();
    }
  }

  /** Why nobody waits for the rest any longer. */
  ArtifactException givenUpAfter(Duration patience) {
    String progress =
        "artifact %s (%s) has %d of %d parts, and no more came for %s"
            .formatted(
                name,
                artifact.getSha256(),
                taken.cardinality(),
                Artifacts.parts(artifact.getSize()),
                patience);
    return problem == null
        ? new MissingArtifactException(progress)
        : new ArtifactException(progress + "; " + problem);
  }

  /** Removes the file, unless it was moved; a failure leaves it for the next start. */
  void discard() {
    try {
      channel.close();
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new ArtifactException("removing " + file, e);
    }
  }
}

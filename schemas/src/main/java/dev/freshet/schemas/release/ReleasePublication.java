package dev.freshet.schemas.release;

import static java.util.Objects.requireNonNull;

import dev.freshet.schemas.feature.Artifact;
import dev.freshet.schemas.feature.ModelArtifact;
import dev.freshet.schemas.feature.ModelRelease;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * A release on its way into the topics: small artifacts in the record of the release, larger ones
 * in parts of their own. Send all parts before the release, so that readers need not wait.
 */
public final class ReleasePublication {

  /** Largest artifact that travels in its release, in bytes. */
  static final int INLINE_BYTES = 1 << 20;

  /** Most bytes of all artifacts that travel in one release, which has to fit into a record. */
  static final int ALL_INLINE_BYTES = 4 << 20;

  private final ModelRelease release;
  private final Map<String, Content> contents;

  private ReleasePublication(ModelRelease release, Map<String, Content> contents) {
    this.release = release;
    this.contents = contents;
  }

  /** Where the bytes of an artifact come from. */
  @FunctionalInterface
  private interface Content {
    InputStream open() throws IOException;
  }

  /** A publication of a release whose artifacts are all in it, however large. */
  public static ReleasePublication of(ModelRelease release) {
    try {
      return of(release, Map.of());
    } catch (IOException e) {
      throw new ArtifactException("publishing a release from memory", e);
    }
  }

  /**
   * A publication with further artifacts from files, which must not change until all parts are
   * sent.
   *
   * @param files by the artifact's name
   * @throws IOException if a file cannot be read
   */
  public static ReleasePublication of(ModelRelease release, Map<String, Path> files)
      throws IOException {
    ModelRelease complete = Artifacts.upgraded(release);
    Map<String, Artifact> named = new TreeMap<>();
    Map<String, Content> contents = new HashMap<>();
    long inline = 0;
    for (Map.Entry<String, Artifact> entry : new TreeMap<>(complete.getArtifacts()).entrySet()) {
      Artifact artifact = entry.getValue();
      ByteBuffer content = artifact.getContent();
      if (content == null || isSmall(artifact, inline)) {
        inline += content == null ? 0 : artifact.getSize();
        named.put(entry.getKey(), artifact);
      } else {
        named.put(entry.getKey(), Artifacts.inParts(artifact.getSha256(), artifact.getSize()));
        contents.put(artifact.getSha256(), () -> new BufferInput(content.duplicate()));
      }
    }
    for (Map.Entry<String, Path> entry : new TreeMap<>(files).entrySet()) {
      Path file = entry.getValue();
      Artifact artifact = Artifacts.of(file);
      if (isSmall(artifact, inline)) {
        inline += artifact.getSize();
        named.put(entry.getKey(), Artifacts.inline(Files.readAllBytes(file)));
      } else {
        named.put(entry.getKey(), artifact);
        contents.put(artifact.getSha256(), () -> Files.newInputStream(file));
      }
    }
    return new ReleasePublication(Artifacts.with(complete, named, complete.getReads()), contents);
  }

  private static boolean isSmall(Artifact artifact, long inline) {
    return artifact.getSize() <= INLINE_BYTES && inline + artifact.getSize() <= ALL_INLINE_BYTES;
  }

  /** The release as it is published: it names its large artifacts. */
  public ModelRelease release() {
    return release;
  }

  /**
   * Hands over every part of the large artifacts, one at a time; no more than one is in memory.
   *
   * @throws IOException if a file cannot be read or has changed
   */
  public void forEachPart(Consumer<ModelArtifact> consumer) throws IOException {
    Map<String, Artifact> distinct = new TreeMap<>();
    release.getArtifacts().values().stream()
        .filter(artifact -> contents.containsKey(artifact.getSha256()))
        .forEach(artifact -> distinct.put(artifact.getSha256(), artifact));
    for (Artifact artifact : distinct.values()) {
      try (InputStream in = requireNonNull(contents.get(artifact.getSha256())).open()) {
        split(artifact, in, consumer);
      }
    }
  }

  private static void split(Artifact artifact, InputStream in, Consumer<ModelArtifact> consumer)
      throws IOException {
    int parts = Artifacts.parts(artifact.getSize());
    long left = artifact.getSize();
    for (int part = 0; part < parts; part++) {
      int length = (int) Math.min(left, Artifacts.PART_BYTES);
      byte[] content = in.readNBytes(length);
      if (content.length < length) {
        throw new IOException("artifact " + artifact.getSha256() + " became shorter");
      }
      long offset = artifact.getSize() - left;
      consumer.accept(
          new ModelArtifact(artifact.getSha256(), part, parts, offset, ByteBuffer.wrap(content)));
      left -= length;
    }
  }

  /** A buffer as a stream, without a copy of it. */
  private static final class BufferInput extends InputStream {
    private final ByteBuffer buffer;

    BufferInput(ByteBuffer buffer) {
      this.buffer = buffer;
    }

    @Override
    public int read() {
      return buffer.hasRemaining() ? buffer.get() & 0xff : -1;
    }

    @Override
    public int read(byte[] to, int at, int length) {
      if (length == 0) {
        return 0;
      }
      int read = Math.min(length, buffer.remaining());
      buffer.get(to, at, read);
      return read == 0 ? -1 : read;
    }
  }
}

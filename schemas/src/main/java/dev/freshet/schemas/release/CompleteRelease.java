package dev.freshet.schemas.release;

import dev.freshet.schemas.feature.Artifact;
import dev.freshet.schemas.feature.ModelRelease;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A release with all of its artifacts at hand, complete and verified. */
public final class CompleteRelease {

  private final ModelRelease release;
  private final @Nullable ArtifactFolder folder;

  private CompleteRelease(ModelRelease release, @Nullable ArtifactFolder folder) {
    this.release = release;
    this.folder = folder;
  }

  /**
   * A release whose artifacts all travel in it, of any version.
   *
   * @throws ArtifactException if the content of an artifact is not what its SHA-256 says
   */
  public static CompleteRelease of(ModelRelease release) {
    return verified(release, null);
  }

  /** A release whose larger artifacts are all in the folder. */
  static CompleteRelease of(ModelRelease release, ArtifactFolder folder) {
    return verified(release, folder);
  }

  private static CompleteRelease verified(ModelRelease release, @Nullable ArtifactFolder folder) {
    ModelRelease upgraded = Artifacts.upgraded(release);
    upgraded
        .getArtifacts()
        .forEach(
            (name, artifact) -> {
              ByteBuffer content = artifact.getContent();
              if (content == null ? folder == null : !isAsNamed(artifact, content)) {
                throw new ArtifactException(
                    content == null
                        ? "artifact %s does not travel in its release".formatted(name)
                        : "artifact %s is not what its SHA-256 says".formatted(name));
              }
            });
    return new CompleteRelease(upgraded, folder);
  }

  private static boolean isAsNamed(Artifact artifact, ByteBuffer content) {
    var digest = Artifacts.digest();
    digest.update(content.duplicate());
    return Artifacts.hex(digest).equals(artifact.getSha256())
        && content.remaining() == artifact.getSize();
  }

  /** The release in the form of the current version, whatever version it was written in. */
  public ModelRelease release() {
    return release;
  }

  /** Whether the release has an artifact of this name. */
  public boolean has(String name) {
    return release.getArtifacts().containsKey(name);
  }

  /**
   * The content of an artifact, in a new array.
   *
   * @throws ArtifactException if the release has none of this name, it has more than 2 GiB, or its
   *     file cannot be read
   */
  public byte[] bytes(String name) {
    Artifact artifact = Artifacts.of(release, name);
    ByteBuffer content = artifact.getContent();
    if (content == null) {
      try {
        return Files.readAllBytes(found(name, artifact));
      } catch (IOException | OutOfMemoryError e) {
        throw new ArtifactException("reading artifact " + name, e);
      }
    }
    byte[] bytes = new byte[content.remaining()];
    content.duplicate().get(bytes);
    return bytes;
  }

  /**
   * A file with the content of an artifact, not to be changed; there as long as the release is
   * kept.
   *
   * @throws ArtifactException if the release has none of this name, or has no files
   */
  public Path file(String name) {
    Artifact artifact = Artifacts.of(release, name);
    ByteBuffer content = artifact.getContent();
    if (folder == null) {
      throw new ArtifactException("artifact " + name + " has no file: it was read from memory");
    }
    return content == null ? found(name, artifact) : folder.put(name, artifact, content);
  }

  private Path found(String name, Artifact artifact) {
    if (folder == null) {
      throw new ArtifactException("artifact %s does not travel in its release".formatted(name));
    }
    return folder
        .find(artifact)
        .orElseThrow(() -> new ArtifactException("artifact %s is gone".formatted(name)));
  }
}

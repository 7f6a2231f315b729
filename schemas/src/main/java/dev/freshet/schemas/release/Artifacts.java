package dev.freshet.schemas.release;

import dev.freshet.schemas.feature.Artifact;
import dev.freshet.schemas.feature.ModelArtifact;
import dev.freshet.schemas.feature.ModelRelease;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** The artifacts of releases: how they are described, and how those of old records read. */
public final class Artifacts {

  /** Name of the network as ONNX, which most releases have. */
  public static final String NETWORK = "network";

  /** Bytes of a part: at most 1 MiB with key and headers, which is Kafka's default limit. */
  public static final int PART_BYTES = (1 << 20) - 1024;

  private static final String FUSED = "fused"; // the one table that records of version 2 can name
  private static final int BUFFER = 1 << 16;

  private Artifacts() {}

  /** An artifact that travels in its release; the publisher takes it out where it is large. */
  public static Artifact inline(byte[] content) {
    return inline(ByteBuffer.wrap(content));
  }

  private static Artifact inline(ByteBuffer content) {
    MessageDigest digest = digest();
    digest.update(content.duplicate());
    return new Artifact(hex(digest), (long) content.remaining(), content);
  }

  /** An artifact in a file, which is read once for its SHA-256. */
  static Artifact of(Path file) throws IOException {
    MessageDigest digest = digest();
    long size = 0;
    try (InputStream in = Files.newInputStream(file)) {
      byte[] buffer = new byte[BUFFER];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        digest.update(buffer, 0, read);
        size += read;
      }
    }
    return inParts(hex(digest), size);
  }

  /**
   * The artifact of this name.
   *
   * @throws ArtifactException if the release has none
   */
  public static Artifact of(ModelRelease release, String name) {
    Artifact artifact = release.getArtifacts().get(name);
    if (artifact == null) {
      throw new ArtifactException(
          "release %s of %s has no artifact %s; it has %s"
              .formatted(
                  release.getGeneration(),
                  release.getModel(),
                  name,
                  new TreeSet<>(release.getArtifacts().keySet())));
    }
    return artifact;
  }

  /** An artifact whose content lies in parts. */
  static Artifact inParts(String sha256, long size) {
    return Artifact.newBuilder().setSha256(sha256).setSize(size).build();
  }

  /**
   * The release as the current version writes it: the network of an older record is an artifact,
   * and its {@code fusion} is what it reads.
   */
  public static ModelRelease upgraded(ModelRelease release) {
    if (!release.getNetwork().hasRemaining() && release.getFusion() == null) {
      return release;
    }
    Map<String, Artifact> artifacts = new TreeMap<>(release.getArtifacts());
    if (release.getNetwork().hasRemaining()) {
      artifacts.putIfAbsent(NETWORK, inline(release.getNetwork()));
    }
    Map<String, String> reads = new TreeMap<>(release.getReads());
    if (release.getFusion() != null) {
      reads.putIfAbsent(FUSED, release.getFusion());
    }
    return with(release, artifacts, reads);
  }

  /** The release with other artifacts; a builder of the release would copy all their bytes. */
  static ModelRelease with(
      ModelRelease release, Map<String, Artifact> artifacts, Map<String, String> reads) {
    return ModelRelease.newBuilder()
        .setModel(release.getModel())
        .setGeneration(release.getGeneration())
        .setStep(release.getStep())
        .setLearnedUpTo(release.getLearnedUpTo())
        .setProbe(release.getProbe())
        .setMetrics(release.getMetrics())
        .setProvenance(release.getProvenance())
        .setArtifacts(artifacts)
        .setReads(reads)
        .build();
  }

  /** Key of a part in the topic. */
  public static String key(ModelArtifact part) {
    return key(part.getSha256(), part.getPart());
  }

  private static String key(String sha256, int part) {
    return sha256 + "/" + part;
  }

  /** Keys of all parts of an artifact; none where it travels in its release. */
  static List<String> keys(Artifact artifact) {
    return artifact.getContent() != null
        ? List.of()
        : IntStream.range(0, parts(artifact.getSize()))
            .mapToObj(part -> key(artifact.getSha256(), part))
            .toList();
  }

  static int parts(long size) {
    return Math.toIntExact(Math.max(1, Math.ceilDiv(size, PART_BYTES)));
  }

  static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  static String hex(MessageDigest digest) {
    return HexFormat.of().formatHex(digest.digest());
  }
}

package dev.freshet.schemas.release;

import dev.freshet.schemas.feature.Artifact;
import dev.freshet.schemas.feature.ModelRelease;
import dev.freshet.schemas.feature.Probe;
import dev.freshet.schemas.feature.ReleaseProvenance;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Map;
import java.util.Random;

/** Releases of a model {@code writer}. */
final class TestReleases {

  private TestReleases() {}

  static ModelRelease release(long step, Map<String, Artifact> artifacts) {
    return ModelRelease.newBuilder()
        .setModel("writer")
        .setGeneration("g1")
        .setStep(step)
        .setLearnedUpTo(Instant.EPOCH)
        .setNetwork(ByteBuffer.allocate(0))
        .setProbe(new Probe(Map.of(), Map.of(), 0f))
        .setProvenance(new ReleaseProvenance("test", "{}", 1L))
        .setArtifacts(artifacts)
        .build();
  }

  /** Bytes that no two seeds share. */
  static byte[] bytes(int length, long seed) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }
}

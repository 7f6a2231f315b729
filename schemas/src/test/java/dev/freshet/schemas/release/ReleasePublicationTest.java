package dev.freshet.schemas.release;

import static dev.freshet.schemas.release.TestReleases.bytes;
import static dev.freshet.schemas.release.TestReleases.release;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.schemas.feature.Artifact;
import dev.freshet.schemas.feature.ModelArtifact;
import dev.freshet.schemas.feature.ModelRelease;
import dev.freshet.schemas.serde.AvroSerde;
import dev.freshet.schemas.serde.TrustedRecords;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReleasePublicationTest {

  private static final int MIB = 1 << 20;

  static {
    TrustedRecords.trust();
  }

  @TempDir Path folder;

  @Test
  void leavesSmallArtifactsInTheRelease() throws IOException {
    ModelRelease release = release(1, Map.of("network", Artifacts.inline(bytes(MIB, 1))));

    ReleasePublication publication = ReleasePublication.of(release);

    assertThat(publication.release()).isEqualTo(release);
    assertThat(parts(publication)).isEmpty();
  }

  @Test
  void splitsALargeArtifactIntoPartsThatFitIntoKafkasDefaultLimit() throws IOException {
    // three parts: two full ones and 5 bytes
    byte[] content = bytes(2 * Artifacts.PART_BYTES + 5, 2);
    ModelRelease release = release(1, Map.of("network", Artifacts.inline(content)));

    ReleasePublication publication = ReleasePublication.of(release);

    Artifact named = Artifacts.of(publication.release(), "network");
    assertThat(named.getContent()).isNull();
    assertThat(named.getSize()).isEqualTo(content.length);
    List<ModelArtifact> parts = parts(publication);
    assertThat(parts).extracting(ModelArtifact::getPart).containsExactly(0, 1, 2);
    assertThat(parts).extracting(ModelArtifact::getParts).containsOnly(3);
    assertThat(parts)
        .extracting(ModelArtifact::getOffset)
        .containsExactly(0L, 1_047_552L, 2_095_104L);
    assertThat(parts.get(2).getContent().remaining()).isEqualTo(5);
    assertThat(AvroSerde.of(ModelArtifact.class).encode(parts.get(0)))
        .hasSizeLessThan(MIB - 500); // room for key and headers
  }

  @Test
  void namesTheContentByItsSha256() {
    Artifact artifact = Artifacts.inline("abc".getBytes(StandardCharsets.UTF_8));

    // FIPS 180-2, example B.1
    assertThat(artifact.getSha256())
        .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assertThat(artifact.getSize()).isEqualTo(3);
  }

  @Test
  void keepsTheRecordSmallWhenManySmallArtifactsComeTogether() throws IOException {
    // five of 1 MiB: four travel in the release, the fifth does not
    Map<String, Artifact> artifacts =
        Map.of(
            "a", Artifacts.inline(bytes(MIB, 1)),
            "b", Artifacts.inline(bytes(MIB, 2)),
            "c", Artifacts.inline(bytes(MIB, 3)),
            "d", Artifacts.inline(bytes(MIB, 4)),
            "e", Artifacts.inline(bytes(MIB, 5)));

    ReleasePublication publication = ReleasePublication.of(release(1, artifacts));

    assertThat(Artifacts.of(publication.release(), "d").getContent()).isNotNull();
    assertThat(Artifacts.of(publication.release(), "e").getContent()).isNull();
    assertThat(parts(publication)).hasSize(2);
  }

  @Test
  void refusesAFileThatBecameShorterBeforeItsPartsWereSent() throws IOException {
    Path weights = folder.resolve("weights");
    byte[] content = bytes(2 * Artifacts.PART_BYTES, 7);
    Files.write(weights, content);

    ReleasePublication publication =
        ReleasePublication.of(release(1, Map.of()), Map.of("weights", weights));

    assertThat(Artifacts.of(publication.release(), "weights").getSize()).isEqualTo(content.length);
    Files.write(weights, new byte[10]);
    assertThatThrownBy(() -> parts(publication))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("became shorter");
  }

  @Test
  void givesTheNetworkAndTheFusionOfAnOldRecordTheirPresentPlaces() {
    ModelRelease.Builder old = ModelRelease.newBuilder(release(1, Map.of()));
    old.setNetwork(ByteBuffer.wrap(new byte[] {1, 2, 3})).setFusion("metammf-1");

    CompleteRelease complete = CompleteRelease.of(old.build());

    assertThat(complete.bytes("network")).containsExactly(1, 2, 3);
    assertThat(complete.release().getReads()).containsExactly(Map.entry("fused", "metammf-1"));
    assertThat(complete.release().getFusion()).isNull();
    assertThat(complete.release().getNetwork().hasRemaining()).isFalse();
  }

  @Test
  void saysWhichArtifactsThereAre() {
    CompleteRelease complete =
        CompleteRelease.of(release(1, Map.of("network", Artifacts.inline(new byte[] {1}))));

    assertThat(complete.has("trie")).isFalse();
    assertThatThrownBy(() -> complete.bytes("trie"))
        .isInstanceOf(ArtifactException.class)
        .hasMessage("release g1 of writer has no artifact trie; it has [network]");
  }

  @Test
  void refusesContentThatIsNotWhatItsSha256Says() {
    Artifact other = Artifacts.inline(new byte[] {1});
    Artifact wrong = new Artifact(other.getSha256(), 1L, ByteBuffer.wrap(new byte[] {2}));

    assertThatThrownBy(() -> CompleteRelease.of(release(1, Map.of("network", wrong))))
        .isInstanceOf(ArtifactException.class)
        .hasMessage("artifact network is not what its SHA-256 says");
  }

  @Test
  void removesArtifactsThatOnlyReleasesBeforeTheLastTwoName() {
    Artifact first = inParts("aa", Artifacts.PART_BYTES + 1);
    Artifact second = inParts("bb", 1);
    Artifact third = inParts("cc", 1);
    List<ModelRelease> before =
        List.of(release(1, Map.of("weights", first)), release(2, Map.of("weights", second)));
    ModelRelease newest = release(3, Map.of("weights", third));

    assertThat(PublishedReleases.removable(before, newest, List.of()))
        .containsExactly("aa/0", "aa/1");
    assertThat(PublishedReleases.kept(before, newest)).containsExactly(before.get(1), newest);
  }

  @Test
  void keepsArtifactsThatAnotherReleaseNamesToo() {
    Artifact shared = inParts("aa", 1);
    ModelRelease with = release(1, Map.of("tokenizer", shared));
    ModelRelease without = release(2, Map.of());

    // again named by the newest, or by another model
    assertThat(
            PublishedReleases.removable(
                List.of(with, without), release(3, Map.of("tokenizer", shared)), List.of()))
        .isEmpty();
    assertThat(
            PublishedReleases.removable(
                List.of(with, without), release(3, Map.of()), List.of(with)))
        .isEmpty();
  }

  private static Artifact inParts(String sha256, long size) {
    return Artifacts.inParts(sha256, size);
  }

  private static List<ModelArtifact> parts(ReleasePublication publication) throws IOException {
    List<ModelArtifact> parts = new ArrayList<>();
    publication.forEachPart(parts::add);
    return parts;
  }
}

package dev.freshet.schemas.release;

import static dev.freshet.schemas.release.TestReleases.bytes;
import static dev.freshet.schemas.release.TestReleases.release;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.schemas.feature.ModelArtifact;
import dev.freshet.schemas.feature.ModelRelease;
import dev.freshet.schemas.serde.AvroSerde;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArtifactReaderTest {

  private static final AvroSerde<ModelArtifact> SERDE = AvroSerde.of(ModelArtifact.class);
  private static final TopicPartition PARTITION = new TopicPartition("model-artifacts", 0);
  private static final byte[] WEIGHTS = bytes(2 * Artifacts.PART_BYTES + 5, 1);

  @TempDir Path dir;
  private final List<ConsumerRecord<byte[], byte[]>> log = new ArrayList<>();
  private ArtifactFolder folder;
  private ModelRelease published;
  private List<ModelArtifact> parts;

  @BeforeEach
  void publish() throws IOException {
    folder = new ArtifactFolder(dir, 10 << 20);
    var publication =
        ReleasePublication.of(release(1, Map.of("weights", Artifacts.inline(WEIGHTS))));
    published = publication.release();
    parts = new ArrayList<>();
    publication.forEachPart(parts::add);
  }

  @Test
  void putsPartsTogetherInWhateverOrderTheyLie() throws IOException {
    append(parts.get(2));
    append("another/0", SERDE.encode(parts.get(0)));
    append(parts.get(0));
    append(parts.get(1));

    CompleteRelease complete = reader().complete(published);

    assertThat(complete.bytes("weights")).isEqualTo(WEIGHTS);
    assertThat(Files.readAllBytes(complete.file("weights"))).isEqualTo(WEIGHTS);
  }

  @Test
  void readsNothingWhereTheArtifactIsThereAlready() {
    parts.forEach(this::append);
    reader().complete(published);
    log.clear();

    var next =
        new ArtifactReader(ArtifactReaderTest::none, new ArtifactFolder(dir, 10 << 20), SOON);

    assertThat(next.complete(published).bytes("weights")).isEqualTo(WEIGHTS);
  }

  private static final Duration SOON = Duration.ofMillis(1);

  @Test
  void readsAgainWhatWasDamagedOnDisk() throws IOException {
    parts.forEach(this::append);
    Path file = reader().complete(published).file("weights");
    Files.write(file, new byte[] {1, 2, 3});
    folder = new ArtifactFolder(dir, 10 << 20);

    assertThat(reader().complete(published).bytes("weights")).isEqualTo(WEIGHTS);
  }

  @Test
  void saysHowManyPartsAreMissing() {
    append(parts.get(0));
    append(parts.get(2));

    assertThatThrownBy(() -> reader().complete(published))
        .isInstanceOf(MissingArtifactException.class)
        .hasMessageContaining("artifact weights (")
        .hasMessageContaining("has 2 of 3 parts");
    assertThat(dir).isEmptyDirectory();
  }

  @Test
  void doesNotCountAPartThatWasRemoved() {
    parts.forEach(this::append);
    log.add(1, record(Artifacts.key(parts.get(0)), null));
    // removed after it came, and not written again
    assertThatThrownBy(() -> reader().complete(published))
        .isInstanceOf(MissingArtifactException.class)
        .hasMessageContaining("has 2 of 3 parts");
  }

  @Test
  void takesTheLastOfSeveralRecordsOfAPart() {
    ModelArtifact wrong =
        ModelArtifact.newBuilder(parts.get(0))
            .setContent(ByteBuffer.wrap(new byte[Artifacts.PART_BYTES]))
            .build();
    append(wrong);
    parts.forEach(this::append);

    assertThat(reader().complete(published).bytes("weights")).isEqualTo(WEIGHTS);
  }

  @Test
  void refusesPartsThatTogetherHaveAnotherSha256() {
    append(parts.get(0));
    append(parts.get(1));
    append(ModelArtifact.newBuilder(parts.get(2)).setContent(ByteBuffer.wrap(new byte[5])).build());

    assertThatThrownBy(() -> reader().complete(published))
        .isInstanceOf(ArtifactException.class)
        .isNotInstanceOf(MissingArtifactException.class)
        .hasMessageContaining("all parts together have SHA-256");
  }

  @Test
  void saysWhatIsWrongWithAPart() {
    append(Artifacts.key(parts.get(0)), "nonsense".getBytes(UTF_8));

    assertThatThrownBy(() -> reader().complete(published))
        .isInstanceOf(ArtifactException.class)
        .hasMessageContaining("record 0 of model-artifacts-0:");
  }

  @Test
  void refusesAPartOutsideTheArtifact() {
    append(ModelArtifact.newBuilder(parts.get(1)).setOffset(1L << 40).build());

    assertThatThrownBy(() -> reader().complete(published))
        .isInstanceOf(ArtifactException.class)
        .hasMessageContaining("part 1 of 3 has");
  }

  @Test
  void takesNoMoreSpaceThanItIsGiven() {
    folder = new ArtifactFolder(dir, 1 << 20);

    assertThatThrownBy(() -> reader().complete(published))
        .isInstanceOf(ArtifactException.class)
        .hasMessageContaining("artifact weights of 2,095,109 bytes does not fit into")
        .hasMessageContaining("0 of 1,048,576 bytes are used");
  }

  @Test
  void removesWhatAnEarlierProcessLeftUnfinished() throws IOException {
    Files.write(dir.resolve("abc.partial"), new byte[100]);

    folder = new ArtifactFolder(dir, 10 << 20);

    assertThat(dir).isEmptyDirectory();
  }

  @Test
  void keepsOnlyTheArtifactsThatAreStillNamed() {
    parts.forEach(this::append);
    reader().complete(published);

    folder.retain(Set.of(Artifacts.of(published, "weights").getSha256()));
    assertThat(dir).isDirectoryContaining("glob:**");

    folder.retain(Set.of());
    assertThat(dir).isEmptyDirectory();
  }

  private ArtifactReader reader() {
    return new ArtifactReader(this::consumer, folder, SOON);
  }

  private static MockConsumer<byte[], byte[]> none() {
    throw new AssertionError("nothing has to be read");
  }

  private MockConsumer<byte[], byte[]> consumer() {
    var consumer = new MockConsumer<byte[], byte[]>("earliest");
    consumer.updatePartitions(
        PARTITION.topic(),
        List.of(new PartitionInfo(PARTITION.topic(), 0, Node.noNode(), new Node[0], new Node[0])));
    consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
    consumer.schedulePollTask(
        () -> {
          for (int i = 0; i < log.size(); i++) {
            consumer.addRecord(
                new ConsumerRecord<>(
                    PARTITION.topic(), 0, i, log.get(i).key(), log.get(i).value()));
          }
        });
    return consumer;
  }

  private void append(ModelArtifact part) {
    append(Artifacts.key(part), SERDE.encode(part));
  }

  private void append(String key, byte[] value) {
    log.add(record(key, value));
  }

  private static ConsumerRecord<byte[], byte[]> record(String key, byte @Nullable [] value) {
    return new ConsumerRecord<>(PARTITION.topic(), 0, 0, key.getBytes(UTF_8), value);
  }
}

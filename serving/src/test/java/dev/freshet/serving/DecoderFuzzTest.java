package dev.freshet.serving;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.models.ModelException;
import dev.freshet.models.data.LogDataset;
import dev.freshet.models.data.csv.LogIterator;
import dev.freshet.schemas.event.ErasedUser;
import dev.freshet.schemas.event.FeedbackEvent;
import dev.freshet.schemas.event.Video;
import dev.freshet.schemas.feature.EmbeddingRow;
import dev.freshet.schemas.feature.FloatBytes;
import dev.freshet.schemas.feature.Interaction;
import dev.freshet.schemas.feature.ModelEvaluation;
import dev.freshet.schemas.feature.ModelRelease;
import dev.freshet.schemas.feature.Probe;
import dev.freshet.schemas.feature.ReleaseProvenance;
import dev.freshet.schemas.feature.ServedSlate;
import dev.freshet.schemas.feature.SlateVideo;
import dev.freshet.schemas.feature.Tensor;
import dev.freshet.schemas.feature.Trending;
import dev.freshet.schemas.feature.TrendingVideo;
import dev.freshet.schemas.serde.AvroSerde;
import dev.freshet.testkit.TestEvents;
import dev.freshet.testkit.TinyLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.kafka.common.errors.SerializationException;

/** Records of topics and files of published logs. */
@SuppressWarnings("NullAway.Init") // jqwik makes the folder first
class DecoderFuzzTest {

  private static final Instant NOON = TestEvents.START;

  /** Values of every shape: unions, maps, arrays, bytes, enums. */
  private static final List<SpecificRecordBase> VALUES =
      List.of(
          TestEvents.longView("alice", "cat", NOON),
          TestEvents.history(
              "alice", NOON, List.of(new Interaction("cat", NOON, 9_000L, 12_000L, true, false))),
          Video.newBuilder(TestEvents.video("cat", "anna", "pets"))
              .setModalities(Map.of("visual", List.of(0.5f, 1f)))
              .setMedia(Map.of("cover", "https://example.org/cat.jpg"))
              .build(),
          new ErasedUser("alice", NOON, "r1"),
          new EmbeddingRow("g1", "video", "cat", 7L, FloatBytes.of(new float[] {1, 2, 3})),
          ModelRelease.newBuilder()
              .setModel("sasrec")
              .setGeneration("g1")
              .setStep(7)
              .setLearnedUpTo(NOON)
              .setNetwork(ByteBuffer.wrap(new byte[] {1, 2, 3}))
              .setMetrics(Map.of("auc", 0.7))
              .setProbe(
                  new Probe(
                      Map.of("x", new Tensor(List.of(1L), FloatBytes.of(new float[] {1}))),
                      Map.of(),
                      1e-4f))
              .setProvenance(new ReleaseProvenance("test", "{}", 42L))
              .build(),
          new Trending("main", NOON, NOON.plusSeconds(300), List.of(new TrendingVideo("cat", 3L))),
          ServedSlate.newBuilder()
              .setRequestId("r1")
              .setUser("alice")
              .setSurface("main")
              .setServedAt(NOON)
              .setVideos(List.of(new SlateVideo("cat", 1f, 1f, "model")))
              .setTimings(Map.of("total", 9L))
              .build(),
          new ModelEvaluation("sasrec", 7L, NOON, 9L, 0.7, 0.6, 0.5, 3L));

  private static final Map<Class<?>, AvroSerde<SpecificRecordBase>> SERDES =
      VALUES.stream()
          .<Class<?>>map(SpecificRecordBase::getClass)
          .distinct()
          .collect(Collectors.toUnmodifiableMap(type -> type, DecoderFuzzTest::serde));

  private static Path folder;

  @BeforeContainer
  static void makeFolder() throws IOException {
    folder = Files.createTempDirectory("freshet-fuzz");
  }

  @AfterContainer
  static void removeFolder() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  @Property(tries = Fuzz.ROUNDS, seed = "42", shrinking = ShrinkingMode.OFF)
  void everyReaderOfATopicDecodesOrRefuses(@ForAll Random random) {
    List<byte[]> valid = VALUES.stream().map(DecoderFuzzTest::encode).toList();
    List<AvroSerde<SpecificRecordBase>> readers =
        VALUES.stream().map(DecoderFuzzTest::serdeOf).distinct().toList();

    Fuzz.round(
        random,
        500_000,
        valid,
        bytes -> {
          try {
            SpecificRecordBase read = readers.get(random.nextInt(readers.size())).decode(bytes);
            assertThat(encode(read)).isNotEmpty();
          } catch (SerializationException e) {
            assertThat(e).hasMessageStartingWith("cannot decode");
          }
        });
  }

  @Property(tries = Fuzz.ROUNDS, seed = "42", shrinking = ShrinkingMode.OFF)
  void everyReaderOfALogReadsOrRefuses(@ForAll Random random) throws IOException {
    Path dir = folder.resolve("log");
    new TinyLog(6, 8, 6, 7).write(dir);
    List<Path> files;
    try (Stream<Path> listed = Files.list(dir)) {
      files = listed.sorted().toList();
    }
    Path changed = files.get(random.nextInt(files.size()));

    Fuzz.round(
        random,
        2_000,
        List.of(Files.readAllBytes(changed)),
        bytes -> {
          try {
            Files.write(changed, bytes);
          } catch (IOException e) {
            throw new UncheckedIOException("writing a changed log", e);
          }
          readAll(dir);
        });
  }

  private static void readAll(Path dir) {
    try {
      LogDataset log = LogDataset.open(dir);
      try (LogIterator<Video> videos = log.videos()) {
        videos.forEachRemaining(video -> assertThat(video.getVideo()).isNotEmpty());
      }
      try (LogIterator<FeedbackEvent> events = log.events()) {
        events.forEachRemaining(event -> assertThat(event.getUser()).isNotEmpty());
      }
    } catch (ModelException e) {
      assertThat(e.getMessage()).isNotEmpty();
    }
  }

  private static byte[] encode(SpecificRecordBase value) {
    return serdeOf(value).encode(value);
  }

  private static AvroSerde<SpecificRecordBase> serdeOf(SpecificRecordBase value) {
    return Objects.requireNonNull(SERDES.get(value.getClass()));
  }

  @SuppressWarnings("unchecked") // only values of that class are given to it
  private static AvroSerde<SpecificRecordBase> serde(Class<?> type) {
    return (AvroSerde<SpecificRecordBase>)
        (AvroSerde<?>) AvroSerde.of(type.asSubclass(SpecificRecordBase.class));
  }
}

package dev.freshet.serving;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.models.ModelException;
import dev.freshet.models.data.LogDataset;
import dev.freshet.models.data.csv.LogIterator;
import dev.freshet.schemas.event.ErasedUser;
import dev.freshet.schemas.event.FeedbackEvent;
import dev.freshet.schemas.event.Video;
import dev.freshet.schemas.feature.ElementType;
import dev.freshet.schemas.feature.EmbeddingRow;
import dev.freshet.schemas.feature.FloatBytes;
import dev.freshet.schemas.feature.Interaction;
import dev.freshet.schemas.feature.ModelEvaluation;
import dev.freshet.schemas.feature.ModelRelease;
import dev.freshet.schemas.feature.Preference;
import dev.freshet.schemas.feature.PreferenceValue;
import dev.freshet.schemas.feature.Probe;
import dev.freshet.schemas.feature.ReleaseProvenance;
import dev.freshet.schemas.feature.ScoredExample;
import dev.freshet.schemas.feature.SeenVideos;
import dev.freshet.schemas.feature.ServedSlate;
import dev.freshet.schemas.feature.SlateVideo;
import dev.freshet.schemas.feature.Tensor;
import dev.freshet.schemas.feature.TrainingExample;
import dev.freshet.schemas.feature.Trending;
import dev.freshet.schemas.feature.TrendingVideo;
import dev.freshet.schemas.feature.UserCounters;
import dev.freshet.schemas.feature.UserState;
import dev.freshet.schemas.serde.AvroSerde;
import dev.freshet.schemas.topic.DeadLetter;
import dev.freshet.schemas.topic.WatermarkMark;
import dev.freshet.testkit.TestEvents;
import dev.freshet.testkit.TinyLog;
import dev.freshet.testkit.TinyRatings;
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
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** Records of topics, their headers, and files of published logs. */
@SuppressWarnings("NullAway.Init") // jqwik makes the folder first
class DecoderFuzzTest {

  private static final Instant NOON = TestEvents.START;

  private static final Interaction CAT =
      new Interaction("cat", NOON, 9_000L, 12_000L, true, false, Instant.EPOCH);
  private static final UserCounters COUNTERS = new UserCounters(5L, 4L, 3L, 2L, 1L);

  /** Values of every shape: unions, maps, arrays, bytes, enums. */
  private static final List<SpecificRecordBase> VALUES =
      List.of(
          TestEvents.longView("alice", "cat", NOON),
          TestEvents.history("alice", NOON, List.of(CAT)),
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
                      Map.of(
                          "x",
                          new Tensor(
                              List.of(1L), FloatBytes.of(new float[] {1}), ElementType.FLOAT)),
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
          new ModelEvaluation("sasrec", 7L, NOON, 9L, 0.7, 0.6, 0.5, 3L),
          UserState.newBuilder()
              .setUser("alice")
              .setVersion(3)
              .setAsOf(NOON)
              .setPositives(List.of(CAT))
              .setSeenVideos(SeenVideos.with(ByteBuffer.allocate(0), SeenVideos.hash("cat"), NOON))
              .setAuthors(List.of(new Preference("anna", PreferenceValue.FOLLOWED, NOON)))
              .setVideos(List.of(new Preference("dog", PreferenceValue.HIDDEN, NOON)))
              .setCounters(COUNTERS)
              .build(),
          TrainingExample.newBuilder()
              .setExampleId("e1")
              .setRequestId("r1")
              .setUser("alice")
              .setVideo("cat")
              .setSurface("main")
              .setPosition(2)
              .setShownAt(NOON)
              .setLabelledAt(NOON.plusSeconds(9))
              .setSkips(List.of(CAT))
              .setCounters(COUNTERS)
              .setLongView(true)
              .setLiked(false)
              .build(),
          new ScoredExample(
              "e1",
              "alice",
              "cat",
              "main",
              NOON,
              NOON.plusSeconds(9),
              true,
              false,
              7L,
              Map.of("sasrec", 0.7f, "popularity", 3f)));

  private static final Map<Class<?>, AvroSerde<SpecificRecordBase>> SERDES =
      VALUES.stream()
          .<Class<?>>map(SpecificRecordBase::getClass)
          .distinct()
          .collect(Collectors.toUnmodifiableMap(type -> type, DecoderFuzzTest::serde));

  /** What a dead letter and a mark say, each under its name. */
  private static final List<Header> HEADERS =
      Stream.concat(
              new DeadLetter(null, null, "feedback-events", 3, 17, "too short: 3 bytes", NOON)
                  .headers().stream(),
              Stream.of(
                  new WatermarkMark(NOON.toEpochMilli(), 1, 2)
                      .record("feedback-events", 0)
                      .headers()
                      .toArray()))
          .toList();

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
        420_000,
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
  void everyReaderOfHeadersFindsWhatItCanWriteAgainOrNothing(@ForAll Random random) {
    List<byte[]> valid = HEADERS.stream().map(Header::value).toList();

    Fuzz.round(
        random,
        20_000,
        valid,
        bytes -> {
          Headers headers = new RecordHeaders(HEADERS);
          String changed = HEADERS.get(random.nextInt(HEADERS.size())).key();
          headers.remove(changed).add(changed, bytes);

          DeadLetter.of(null, null, headers)
              .ifPresent(
                  letter ->
                      assertThat(DeadLetter.of(null, null, new RecordHeaders(letter.headers())))
                          .contains(letter));
          WatermarkMark mark = WatermarkMark.in(headers);
          if (mark != null) {
            assertThat(WatermarkMark.in(mark.record("feedback-events", 0).headers()))
                .isEqualTo(mark);
          }
        });
  }

  @Property(tries = Fuzz.ROUNDS, seed = "42", shrinking = ShrinkingMode.OFF)
  void everyReaderOfALogReadsOrRefuses(@ForAll Random random) throws IOException {
    Path dir =
        random.nextBoolean()
            ? new TinyLog(6, 8, 6, 7).write(folder.resolve("kuairand"))
            : new TinyRatings(6, 8, 6, 7).write(folder.resolve("movielens"));
    List<Path> files;
    try (Stream<Path> listed = Files.list(dir)) {
      files = listed.sorted().toList();
    }
    Path changed = files.get(random.nextInt(files.size()));

    Fuzz.round(
        random,
        1_600,
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

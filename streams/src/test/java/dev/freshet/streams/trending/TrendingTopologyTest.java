package dev.freshet.streams.trending;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.freshet.schemas.event.ErasedUser;
import dev.freshet.schemas.event.FeedbackEvent;
import dev.freshet.schemas.event.Video;
import dev.freshet.schemas.feature.Trending;
import dev.freshet.schemas.feature.TrendingVideo;
import dev.freshet.schemas.topic.DeadLetter;
import dev.freshet.schemas.topic.HeaderTexts;
import dev.freshet.schemas.topic.Topic;
import dev.freshet.schemas.topic.Topics;
import dev.freshet.schemas.topic.WatermarkMark;
import dev.freshet.streams.DeadLetterHandler;
import dev.freshet.testkit.TestEvents;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrendingTopologyTest {

  /** Windows of ten minutes that start at 00:00, 00:05 and so on; the two most watched. */
  private static final TrendingConfig CONFIG =
      new TrendingConfig(
          Duration.ofMinutes(10),
          Duration.ofMinutes(5),
          Duration.ofMinutes(1),
          2,
          Duration.ofMillis(100),
          Duration.ofMinutes(20),
          Set.of("main"),
          2);

  private static final Instant START = TestEvents.START;

  @TempDir Path dir;

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private TopologyTestDriver driver;
  private TestInputTopic<String, FeedbackEvent> events;
  private TestInputTopic<String, Video> videos;
  private TestInputTopic<String, ErasedUser> erased;
  private TestOutputTopic<String, Trending> trending;
  private TestOutputTopic<byte[], byte[]> deadLetters;

  @BeforeEach
  void startTopology() {
    var properties = new Properties();
    properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "freshet-trending");
    properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "nowhere:1");
    properties.put(StreamsConfig.STATE_DIR_CONFIG, dir.toString());
    properties.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
    properties.put(
        StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG, DeadLetterHandler.class);
    driver = new TopologyTestDriver(topology().build(), properties, START);
    events = input(Topics.FEEDBACK_EVENTS);
    videos = input(Topics.VIDEOS);
    erased = input(Topics.ERASED_USERS);
    trending =
        driver.createOutputTopic(
            Topics.TRENDING.name(),
            Serdes.String().deserializer(),
            Topics.TRENDING.valueSerde().deserializer());
    deadLetters =
        driver.createOutputTopic(
            Topics.FEEDBACK_EVENTS.deadLetters(),
            Serdes.ByteArray().deserializer(),
            Serdes.ByteArray().deserializer());
  }

  @AfterEach
  void stopTopology() {
    driver.close();
  }

  @Test
  void countsAnEventThatIsSentAgainOnce() {
    FeedbackEvent event = TestEvents.longView("alice", "cat", minute(6));
    pipe(event);
    pipe(TestEvents.longView("bob", "cat", minute(6)));
    pipe(event);

    assertThat(published()).containsExactly(entry("main/2026-01-01T00:00:00Z", "cat 2"));
  }

  @Test
  void countsAnEventOfAClockThatRunsAheadOnceAsWell() {
    FeedbackEvent event = TestEvents.longView("mallory", "dog", minute(10_000));
    events.pipeInput("mallory", event, minute(6));
    events.pipeInput(
        "mallory", event, minute(7)); // the broker's time, which stands for the event's

    assertThat(published()).containsExactly(entry("main/2026-01-01T00:00:00Z", "dog 1"));
  }

  @Test
  void countsOnlyLongViews() {
    pipe(TestEvents.longView("alice", "cat", minute(6)));
    pipe(TestEvents.longView("bob", "cat", minute(6)));
    pipe(TestEvents.skip("carol", "dog", minute(7)));
    pipe(TestEvents.impression("carol", "cow", minute(7)));
    pipe(TestEvents.like("carol", "cow", minute(7)));

    assertThat(published()).containsExactly(entry("main/2026-01-01T00:00:00Z", "cat 2"));
  }

  @Test
  void countsEverythingOfAWindowOnceItsLastHopHasBegun() {
    pipe(TestEvents.longView("alice", "cat", minute(1)));
    pipe(TestEvents.longView("bob", "cat", minute(6)));
    pipe(TestEvents.longView("carol", "dog", minute(11)));

    // the window from 00:10 has begun, but until 00:15 the one from 00:05 is the newest full one
    assertThat(published())
        .containsExactly(
            entry("main/2025-12-31T23:55:00Z", "cat 1"),
            entry("main/2026-01-01T00:00:00Z", "cat 2"),
            entry("main/2026-01-01T00:05:00Z", "cat 1, dog 1"));
  }

  @Test
  void ranksTheMostWatchedFirstAndOfEqualsTheLesserId() {
    pipe(TestEvents.longView("alice", "dog", minute(6)));
    pipe(TestEvents.longView("alice", "cat", minute(6)));
    pipe(TestEvents.longView("alice", "ant", minute(6)));
    pipe(TestEvents.longView("bob", "dog", minute(7)));

    assertThat(published()).containsExactly(entry("main/2026-01-01T00:00:00Z", "dog 2, ant 1"));
  }

  @Test
  void ranksAVideoWithItsWholeCountWhenItComesBack() {
    pipe(TestEvents.longView("alice", "dog", minute(6)));
    pipe(TestEvents.longView("alice", "cat", minute(6)));
    pipe(TestEvents.longView("alice", "ant", minute(6)));
    assertThat(published()).containsExactly(entry("main/2026-01-01T00:00:00Z", "ant 1, cat 1"));

    pipe(TestEvents.longView("bob", "dog", minute(7)));

    assertThat(published()).containsExactly(entry("main/2026-01-01T00:00:00Z", "dog 2, ant 1"));
  }

  @Test
  void ranksEachSurfaceByItself() {
    pipe(TestEvents.longView("alice", "cat", minute(6)));
    pipe(on("search", TestEvents.longView("bob", "dog", minute(6))));

    assertThat(published())
        .containsExactly(
            entry("main/2026-01-01T00:00:00Z", "cat 1"),
            entry("search/2026-01-01T00:00:00Z", "dog 1"));
  }

  @Test
  void countsALateLongViewUntilTheGraceIsOver() {
    pipe(TestEvents.longView("alice", "cat", minute(9)));
    pipe(TestEvents.longView("bob", "cat", minute(10).plusSeconds(59)));
    pipe(TestEvents.longView("carol", "dog", minute(9)));
    published();

    pipe(TestEvents.longView("dave", "dog", minute(11).plusSeconds(1)));
    pipe(TestEvents.longView("erin", "cat", minute(9)));

    // the window from 00:00 is not published again: erin's long view came after its grace
    assertThat(published()).containsExactly(entry("main/2026-01-01T00:05:00Z", "cat 3, dog 2"));
  }

  @Test
  void ignoresMarksAndRemovals() {
    events.pipeInput(WatermarkMark.KEY, null);
    events.pipeInput("alice", null);
    pipe(TestEvents.longView("alice", "cat", minute(6)));

    assertThat(published()).containsExactly(entry("main/2026-01-01T00:00:00Z", "cat 1"));
  }

  @Test
  void removesAWindowThatIsMuchOlderThanTheNewest() {
    pipe(TestEvents.longView("alice", "cat", minute(6)));
    published();

    pipe(TestEvents.longView("bob", "dog", minute(31)));

    assertThat(published())
        .containsExactly(
            // its last hop, from 00:10, passed unseen
            entry("main/2026-01-01T00:05:00Z", "cat 1"),
            entry("main/2026-01-01T00:25:00Z", "dog 1"),
            entry("main/2026-01-01T00:00:00Z", "removed"));
    assertThat(driver.getKeyValueStore(RankVideos.RANKINGS).get("main/2026-01-01T00:00:00Z"))
        .isNull();
  }

  @Test
  void doesNotLetAClockThatRunsAheadCloseTheWindows() {
    events.pipeInput("mallory", TestEvents.longView("mallory", "dog", minute(10_000)), minute(6));
    pipe(TestEvents.longView("alice", "cat", minute(6)));

    assertThat(published()).containsExactly(entry("main/2026-01-01T00:00:00Z", "cat 1, dog 1"));
  }

  @Test
  void makesAnEventThatBreaksARuleADeadLetterAndCountsTheOthers() {
    FeedbackEvent big =
        FeedbackEvent.newBuilder(TestEvents.longView("bob", "dog", minute(0)))
            .setSurface("s".repeat(1 << 20))
            .build();
    events.pipeInput("bob", TestEvents.longView("alice", "dog", minute(0)), minute(0));
    events.pipeInput("bob", big, minute(0));
    pipe(TestEvents.longView("alice", "cat", minute(6)));

    assertThat(published()).containsExactly(entry("main/2026-01-01T00:00:00Z", "cat 1"));
    assertThat(deadLetters.readRecordsToList())
        .extracting(letter -> HeaderTexts.last(letter.headers(), DeadLetter.REASON_HEADER))
        .containsExactly("key must be the user", "surface must not be longer than 64 characters");
  }

  @Test
  void countsSurfacesWithoutAPlaceAsOneHoweverManyThereAre() {
    for (int surface = 0; surface < 12; surface++) {
      pipe(on("s" + surface, TestEvents.longView("mallory" + surface, "dog", minute(6))));
    }
    pipe(TestEvents.longView("alice", "cat", minute(6)));

    assertThat(published())
        .containsOnly(
            entry("main/2026-01-01T00:00:00Z", "cat 1"),
            entry("other/2026-01-01T00:00:00Z", "dog 10"),
            entry("s0/2026-01-01T00:00:00Z", "dog 1"),
            entry("s1/2026-01-01T00:00:00Z", "dog 1"));
    // two windows of each, the one from 00:05 not yet published
    assertThat(rankings()).hasSize(8);
    assertThat(registry.counter("freshet.trending.surface.other").count()).isEqualTo(10);
  }

  @Test
  void givesThePlaceOfASilentSurfaceToAnother() {
    pipe(on("old", TestEvents.longView("alice", "cat", minute(6))));
    pipe(on("busy", TestEvents.longView("alice", "cow", minute(6))));
    pipe(on("busy", TestEvents.longView("alice", "cow", minute(26))));

    pipe(on("early", TestEvents.longView("bob", "dog", minute(26))));
    pipe(on("new", TestEvents.longView("bob", "dog", minute(27))));

    assertThat(published())
        .containsEntry("other/2026-01-01T00:20:00Z", "dog 1")
        .containsEntry("new/2026-01-01T00:20:00Z", "dog 1");
  }

  @Test
  void removesTheWindowsOfASurfaceThatFellSilent() {
    pipe(on("search", TestEvents.longView("alice", "cat", minute(6))));
    published();

    pipe(TestEvents.longView("bob", "dog", minute(41)));

    assertThat(published())
        .containsEntry("search/2026-01-01T00:00:00Z", "removed")
        .containsEntry("search/2026-01-01T00:05:00Z", "removed");
    assertThat(rankings()).allSatisfy(key -> assertThat(key).startsWith("main/"));
  }

  @Test
  void publishesARankingOnceUntilItChangesAgain() {
    pipe(TestEvents.longView("alice", "cat", minute(6)));
    published();

    assertThat(published()).isEmpty();
  }

  @Test
  void takesTheLengthThatAnEventLeavesOutFromTheCatalogue() {
    pipeVideo("clip", 8_000);

    pipe(watch("alice", "clip", 8_000, null));
    pipe(watch("bob", "clip", 7_999, null));

    assertThat(published()).containsExactly(entry("main/2026-01-01T00:00:00Z", "clip 1"));
    assertThat(registry.counter("freshet.trending.length.unknown").count()).isZero();
  }

  @Test
  void prefersTheLengthThatTheClientSends() {
    pipeVideo("clip", 8_000);

    pipe(watch("alice", "clip", 8_000, 12_000L));

    assertThat(published()).isEmpty();
  }

  @Test
  void asksForEighteenSecondsWhereNobodyKnowsTheLength() {
    pipe(watch("alice", "clip", 17_999, null));
    pipe(watch("bob", "clip", 18_000, null));

    assertThat(published()).containsExactly(entry("main/2026-01-01T00:00:00Z", "clip 1"));
    assertThat(registry.counter("freshet.trending.length.unknown").count()).isEqualTo(2);
  }

  @Test
  void takesADeletedVideoOutOfEveryRankingAtOnce() {
    pipe(TestEvents.longView("alice", "cat", minute(6)));
    pipe(TestEvents.longView("alice", "dog", minute(6)));
    pipe(TestEvents.longView("alice", "cat", minute(11)));
    published();

    videos.pipeInput("cat", null, minute(11));

    assertThat(published())
        .containsOnly(
            entry("main/2026-01-01T00:00:00Z", "dog 1"),
            entry("main/2026-01-01T00:05:00Z", "dog 1"));
  }

  @Test
  void doesNotCountADeletedVideoUntilItIsInTheCatalogueAgain() {
    videos.pipeInput("cat", null, minute(6));
    pipe(TestEvents.longView("alice", "cat", minute(6)));
    assertThat(published()).isEmpty();

    pipeVideo("cat", 20_000);
    pipe(TestEvents.longView("bob", "cat", minute(7)));

    assertThat(published()).containsExactly(entry("main/2026-01-01T00:00:00Z", "cat 1"));
  }

  @Test
  void doesNotCountWhatAUserDidBeforeBeingErased() {
    erased.pipeInput("alice", new ErasedUser("alice", minute(7), "r1"), minute(7));

    pipe(TestEvents.longView("alice", "cat", minute(6)));
    pipe(TestEvents.longView("alice", "dog", minute(8)));

    assertThat(published()).containsExactly(entry("main/2026-01-01T00:00:00Z", "dog 1"));
  }

  @Test
  void takesAnErasureFromTheFutureAsOfItsArrival() {
    erased.pipeInput("alice", new ErasedUser("alice", minute(60), "r1"), minute(7));

    pipe(TestEvents.longView("alice", "dog", minute(8)));

    assertThat(published()).containsExactly(entry("main/2026-01-01T00:00:00Z", "dog 1"));
  }

  @Test
  void readsPastRecordsOfTheCatalogueThatMakeNoSense() {
    driver
        .createInputTopic(
            Topics.VIDEOS.name(), Serdes.String().serializer(), Serdes.ByteArray().serializer())
        .pipeInput("clip", new byte[] {1, 2, 3}, minute(1));
    pipe(TestEvents.longView("alice", "clip", minute(6)));

    assertThat(published()).containsExactly(entry("main/2026-01-01T00:00:00Z", "clip 1"));
  }

  @Test
  void keepsNoIdOfAUserInAStore() {
    pipe(TestEvents.longView("alice", "cat", minute(6)));
    erased.pipeInput("bob", new ErasedUser("bob", minute(7), "r1"), minute(7));

    List<String> keys = new ArrayList<>();
    try (var seen = driver.<byte[], byte[]>getWindowStore(DropRepeats.SEEN).all()) {
      seen.forEachRemaining(entry -> keys.add(new String(entry.key.key(), ISO_8859_1)));
    }
    try (var erasures = driver.<byte[], Long>getKeyValueStore(Erasures.STORE).all()) {
      erasures.forEachRemaining(entry -> keys.add(new String(entry.key, ISO_8859_1)));
    }

    assertThat(keys)
        .hasSize(2)
        .allSatisfy(key -> assertThat(key).hasSize(16).doesNotContain("alice", "bob"));
  }

  @Test
  void namesEveryStoreAndInternalTopic() {
    String shape = topology().build().describe().toString();

    assertThat(shape).doesNotContainPattern("K(STREAM|TABLE)-[A-Z-]+-\\d{10}");
    assertThat(shape)
        .contains("seen-events", "long-view-counts", "rankings", "by-surface-and-video")
        .contains("video-lengths", "erasures", "surfaces");
  }

  private TrendingTopology topology() {
    return new TrendingTopology(
        Topics.FEEDBACK_EVENTS,
        Topics.VIDEOS,
        Topics.ERASED_USERS,
        Topics.TRENDING,
        CONFIG,
        registry);
  }

  private <V> TestInputTopic<String, V> input(Topic<String, V> topic) {
    return driver.createInputTopic(
        topic.name(), Serdes.String().serializer(), topic.valueSerde().serializer());
  }

  private void pipeVideo(String id, long lengthMillis) {
    Video video =
        Video.newBuilder(TestEvents.video(id, "ann")).setLengthMillis(lengthMillis).build();
    videos.pipeInput(id, video, START);
  }

  private static FeedbackEvent watch(
      String user, String video, long watchedMillis, @Nullable Long lengthMillis) {
    FeedbackEvent.Builder event =
        FeedbackEvent.newBuilder(TestEvents.longView(user, video, minute(6)))
            .setWatchedMillis(watchedMillis);
    if (lengthMillis == null) {
      event.clearLengthMillis();
    } else {
      event.setLengthMillis(lengthMillis);
    }
    return event.build();
  }

  /** Keys of the rankings that are kept. */
  private List<String> rankings() {
    List<String> keys = new ArrayList<>();
    try (var all = driver.<String, Trending>getKeyValueStore(RankVideos.RANKINGS).all()) {
      all.forEachRemaining(entry -> keys.add(entry.key));
    }
    return keys;
  }

  private void pipe(FeedbackEvent event) {
    events.pipeInput(event.getUser(), event, event.getOccurredAt());
  }

  /** The last value of each key that was published since the last call, shortened. */
  private Map<String, String> published() {
    driver.advanceWallClockTime(CONFIG.publishEvery());
    Map<String, String> last = new LinkedHashMap<>();
    for (KeyValue<String, Trending> record : trending.readKeyValuesToList()) {
      last.remove(record.key);
      last.put(record.key, record.value == null ? "removed" : shortened(record.value));
    }
    return last;
  }

  private static String shortened(Trending ranking) {
    List<String> videos =
        ranking.getVideos().stream()
            .map((TrendingVideo video) -> video.getVideo() + " " + video.getCount())
            .toList();
    return String.join(", ", videos);
  }

  private static FeedbackEvent on(String surface, FeedbackEvent event) {
    return FeedbackEvent.newBuilder(event).setSurface(surface).build();
  }

  private static Instant minute(int minute) {
    return START.plus(Duration.ofMinutes(minute));
  }
}

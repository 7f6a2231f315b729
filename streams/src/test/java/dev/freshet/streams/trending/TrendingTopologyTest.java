package dev.freshet.streams.trending;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.freshet.schemas.event.FeedbackEvent;
import dev.freshet.schemas.feature.Trending;
import dev.freshet.schemas.feature.TrendingVideo;
import dev.freshet.schemas.topic.DeadLetter;
import dev.freshet.schemas.topic.HeaderTexts;
import dev.freshet.schemas.topic.Topics;
import dev.freshet.schemas.topic.WatermarkMark;
import dev.freshet.streams.DeadLetterHandler;
import dev.freshet.testkit.TestEvents;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
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
          Duration.ofMinutes(20));

  private static final Instant START = TestEvents.START;

  @TempDir Path dir;

  private TopologyTestDriver driver;
  private TestInputTopic<String, FeedbackEvent> events;
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
    events =
        driver.createInputTopic(
            Topics.FEEDBACK_EVENTS.name(),
            Serdes.String().serializer(),
            Topics.FEEDBACK_EVENTS.valueSerde().serializer());
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
  void namesEveryStoreAndInternalTopic() {
    String shape = topology().build().describe().toString();

    assertThat(shape).doesNotContainPattern("K(STREAM|TABLE)-[A-Z-]+-\\d{10}");
    assertThat(shape)
        .contains("seen-events", "long-view-counts", "rankings", "by-surface-and-video");
  }

  private static TrendingTopology topology() {
    return new TrendingTopology(Topics.FEEDBACK_EVENTS, Topics.TRENDING, CONFIG);
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

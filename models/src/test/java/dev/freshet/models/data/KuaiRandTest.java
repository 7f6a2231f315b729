package dev.freshet.models.data;

import static dev.freshet.models.data.LogDatasetTest.events;
import static dev.freshet.schemas.event.EventKind.COMMENT;
import static dev.freshet.schemas.event.EventKind.FOLLOW;
import static dev.freshet.schemas.event.EventKind.HIDE;
import static dev.freshet.schemas.event.EventKind.HISTORY;
import static dev.freshet.schemas.event.EventKind.IMPRESSION;
import static dev.freshet.schemas.event.EventKind.LIKE;
import static dev.freshet.schemas.event.EventKind.SHARE;
import static dev.freshet.schemas.event.EventKind.WATCH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.freshet.models.ModelException;
import dev.freshet.models.data.csv.BadRow;
import dev.freshet.models.data.csv.LogIterator;
import dev.freshet.schemas.event.FeedbackEvent;
import dev.freshet.schemas.event.Video;
import dev.freshet.schemas.feature.Interaction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KuaiRandTest {

  private static final long T = 1_650_812_741_000L;

  @TempDir Path folder;

  @Test
  void makesARowAnImpressionAndItsOutcomesWhenPlaybackStopped() throws IOException {
    KuaiRandFiles.write(folder, "7,v," + T + ",1,1,1,1,1,2500,10000,4");

    List<FeedbackEvent> events = events(LogDataset.open(folder));

    assertThat(events)
        .extracting(FeedbackEvent::getKind, e -> e.getOccurredAt().toEpochMilli() - T)
        .containsExactly(
            tuple(IMPRESSION, 0L),
            tuple(LIKE, 2500L),
            tuple(FOLLOW, 2500L),
            tuple(COMMENT, 2500L),
            tuple(SHARE, 2500L),
            tuple(HIDE, 2500L),
            tuple(WATCH, 2500L));
    assertThat(events).extracting(FeedbackEvent::getEventId).doesNotHaveDuplicates();
    FeedbackEvent watch = events.getLast();
    assertThat(watch.getEventId()).isEqualTo("k-0-1-watch");
    assertThat(watch.getUser()).isEqualTo("7");
    assertThat(watch.getAuthor()).isEqualTo("bob");
    assertThat(watch.getSurface()).isEqualTo("tab-4");
    assertThat(watch.getWatchedMillis()).isEqualTo(2500);
    assertThat(watch.getLengthMillis()).isEqualTo(10_000);
  }

  @Test
  void makesAnUnplayedRowOfUnknownLengthAnImpressionAlone() throws IOException {
    KuaiRandFiles.write(folder, "7,other," + T + ",0,0,0,0,0,0,0,1");

    List<FeedbackEvent> events = events(LogDataset.open(folder));

    assertThat(events).hasSize(1);
    assertThat(events.getFirst().getLengthMillis()).isNull();
    assertThat(events.getFirst().getAuthor()).isNull();
  }

  @Test
  void putsOutcomesBetweenLaterImpressions() throws IOException {
    KuaiRandFiles.write(
        folder,
        "a,v," + T + ",0,0,0,0,0,5000,10000,1",
        "b,v," + (T + 1000) + ",0,0,0,0,0,1000,10000,1",
        "c,v," + (T + 2000) + ",0,0,0,0,0,0,10000,1",
        "d,v," + (T + 9000) + ",0,0,0,0,0,1,10000,1");

    List<FeedbackEvent> events = events(LogDataset.open(folder));

    // b's watch and c's impression are at the same time: the earlier row comes first
    assertThat(events)
        .extracting(FeedbackEvent::getUser, FeedbackEvent::getKind)
        .containsExactly(
            tuple("a", IMPRESSION),
            tuple("b", IMPRESSION),
            tuple("b", WATCH),
            tuple("c", IMPRESSION),
            tuple("a", WATCH),
            tuple("d", IMPRESSION),
            tuple("d", WATCH));
    assertThat(events)
        .isSortedAccordingTo((x, y) -> x.getOccurredAt().compareTo(y.getOccurredAt()));
  }

  @Test
  void mergesAllLogsByTimeWhateverTheirOwnOrder() throws IOException {
    KuaiRandFiles.write(
        folder, "b,v," + (T + 20) + ",0,0,0,0,0,0,0,1", "a,v," + T + ",0,0,0,0,0,0,0,1");
    KuaiRandFiles.gzip(
        folder.resolve("log_random.csv.gz"),
        KuaiRandFiles.lines(
            KuaiRandFiles.LOG_HEADER,
            "r,v," + (T + 10) + ",0,0,0,0,0,0,0,1",
            "s,v," + (T + 30) + ",0,0,0,0,0,0,0,1"));

    LogDataset log = LogDataset.open(folder);

    assertThat(events(log)).extracting(FeedbackEvent::getUser).containsExactly("a", "r", "b", "s");
    assertThat(log.summary().impressions()).isEqualTo(4);
    assertThat(log.summary().users()).isEqualTo(4);
    assertThat(log.summary().first()).isEqualTo(Instant.ofEpochMilli(T));
    assertThat(log.summary().last()).isEqualTo(Instant.ofEpochMilli(T + 30));
  }

  @Test
  void readsThePlainFileWhereItIsThereZippedToo() throws IOException {
    KuaiRandFiles.write(folder, "plain,v," + T + ",0,0,0,0,0,0,0,1");
    KuaiRandFiles.gzip(
        folder.resolve("log_standard.csv.gz"),
        KuaiRandFiles.lines(KuaiRandFiles.LOG_HEADER, "zipped,v," + T + ",0,0,0,0,0,0,0,1"));

    assertThat(events(LogDataset.open(folder)))
        .extracting(FeedbackEvent::getUser)
        .containsExactly("plain");
  }

  @Test
  void readsTheCatalogue() throws IOException {
    KuaiRandFiles.write(folder, "7,v," + T + ",0,0,0,0,0,0,0,1");

    List<Video> videos;
    try (LogIterator<Video> rows = LogDataset.open(folder).videos()) {
      videos = IntStream.range(0, 1).mapToObj(i -> rows.next()).toList();
      assertThat(rows.hasNext()).isFalse();
    }

    Video video = videos.getFirst();
    assertThat(video.getVideo()).isEqualTo("v");
    assertThat(video.getAuthor()).isEqualTo("bob");
    assertThat(video.getTags()).containsExactly("20", "43");
    assertThat(video.getMusic()).isEqualTo("77");
    assertThat(video.getMusicType()).isEqualTo("9");
    assertThat(video.getUploadType()).isEqualTo("Web");
    assertThat(video.getLengthMillis()).isEqualTo(10_000);
    // midnight in Shanghai
    assertThat(video.getUploadedAt()).isEqualTo(Instant.parse("2022-04-09T16:00:00Z"));
  }

  @Test
  void bringsTheHistoryInBeforeTheLog() throws IOException {
    KuaiRandFiles.write(folder, "7,v," + T + ",0,0,0,0,0,0,0,1");
    Files.writeString(
        folder.resolve("user_history_before_4_25.csv"),
        KuaiRandFiles.lines(
            "user_id,last_time_ms,watch_seq,long_watch_seq",
            "7," + (T - 1000) + ",x v,old v",
            "8," + (T + 30_000) + ",x y,y"));

    List<FeedbackEvent> events = events(LogDataset.open(folder));

    assertThat(events)
        .extracting(FeedbackEvent::getUser, FeedbackEvent::getKind)
        .containsExactly(tuple("7", HISTORY), tuple("8", HISTORY), tuple("7", IMPRESSION));
    assertThat(events.getFirst().getOccurredAt()).isEqualTo(Instant.ofEpochMilli(T - 1));
    assertThat(events.getFirst().getHistory())
        .containsExactly(
            interaction("old", T - 121_000, 0, true),
            interaction("x", T - 61_000, 0, false),
            interaction("v", T - 1_000, 10_000, true));
    // y would lie after the log's first impression
    assertThat(events.get(1).getHistory()).containsExactly(interaction("x", T - 30_000, 0, false));
  }

  @Test
  void placesLongWatchesAmongTheWatchesFromTheEnd() {
    List<WatchSequence.Watch> merged =
        WatchSequence.merged(List.of("a", "b", "a", "c"), List.of("z", "a", "b", "a"));

    assertThat(merged)
        .containsExactly(
            new WatchSequence.Watch("z", true),
            new WatchSequence.Watch("a", true),
            new WatchSequence.Watch("b", true),
            new WatchSequence.Watch("a", true),
            new WatchSequence.Watch("c", false));
  }

  @Test
  void countsBadRowsAndShowsTheFirstFive() throws IOException {
    String[] rows = new String[700];
    Arrays.fill(rows, "7,v," + T + ",0,0,0,0,0,0,0,1");
    rows[0] = "7,v,yesterday,0,0,0,0,0,0,0,1";
    rows[10] = "7,v," + T + ",0,0,0,0,0,-5,0,1";
    rows[20] = "7,v," + T + ",2,0,0,0,0,0,0,1";
    rows[30] = "7,v," + T;
    rows[40] = ",v," + T + ",0,0,0,0,0,0,0,1";
    rows[50] = "7,v,17,0,0,0,0,0,0,0,1";
    KuaiRandFiles.write(folder, rows);

    LogDataset log = LogDataset.open(folder);

    assertThat(log.summary().rows()).isEqualTo(701); // and one video
    assertThat(log.summary().badRows()).isEqualTo(6);
    assertThat(log.summary().impressions()).isEqualTo(694);
    assertThat(log.summary().firstBadRows())
        .extracting(BadRow::toString)
        .containsExactly(
            "log_standard.csv:2: time_ms is not a number of milliseconds since 1970: yesterday",
            "log_standard.csv:12: play_time_ms is negative: -5",
            "log_standard.csv:22: is_like is neither 0 nor 1: 2",
            "log_standard.csv:32: 3 values for 11 columns",
            "log_standard.csv:42: user_id is empty");
    assertThat(events(log)).hasSize(694);
  }

  @Test
  void refusesALogWithMoreThanOneBadRowInAHundred() throws IOException {
    String[] rows = new String[100];
    Arrays.fill(rows, "7,v," + T + ",0,0,0,0,0,0,0,1");
    rows[3] = "rubbish";
    rows[99] = "rubbish";
    KuaiRandFiles.write(folder, rows);

    assertThatThrownBy(() -> LogDataset.open(folder).summary())
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("log_standard.csv: 2 of 100 rows")
        .hasMessageContaining("log_standard.csv:5: 1 values for 11 columns");
  }

  @Test
  void namesTheColumnThatIsMissing() throws IOException {
    KuaiRandFiles.write(folder, "7,v," + T + ",0,0,0,0,0,0,0,1");
    Files.writeString(folder.resolve("log_standard.csv"), "user_id,video_id\n7,v\n");

    assertThatThrownBy(() -> LogDataset.open(folder).summary())
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("log_standard.csv has no column time_ms, is_like");
  }

  @Test
  void saysWhereABrokenArchiveBroke() throws IOException {
    String[] rows = new String[10_000];
    Arrays.setAll(rows, i -> i + ",v," + (T + i * 7919L) + ",0,0,0,0,0,0,0,1");
    KuaiRandFiles.write(folder);
    Path log = folder.resolve("log_standard.csv.gz");
    KuaiRandFiles.gzip(log, KuaiRandFiles.lines(KuaiRandFiles.LOG_HEADER, rows));
    Files.delete(folder.resolve("log_standard.csv"));
    byte[] whole = Files.readAllBytes(log);
    Files.write(log, Arrays.copyOf(whole, whole.length / 2));

    assertThatThrownBy(() -> LogDataset.open(folder).summary())
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("log_standard.csv.gz, after line ");
  }

  @Test
  void refusesALogWithoutRows() throws IOException {
    KuaiRandFiles.write(folder);

    assertThatThrownBy(() -> LogDataset.open(folder).summary())
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("no impression");
  }

  private static Interaction interaction(String video, long at, long length, boolean longView) {
    return new Interaction(
        video, Instant.ofEpochMilli(at), 1L, length, longView, false, Instant.EPOCH);
  }
}

package dev.freshet.models.data;

import dev.freshet.models.ModelException;
import dev.freshet.schemas.event.EventKind;
import dev.freshet.schemas.event.FeedbackEvent;
import dev.freshet.schemas.event.Video;
import dev.freshet.schemas.feature.Interaction;
import dev.freshet.schemas.serde.TrustedRecords;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/**
 * KuaiRand: impressions of a micro-video app with everything the user did, in the files of its
 * release: all {@code log_*.csv}, merged by time; {@code video_features_basic*.csv}; {@code
 * user_features*.csv}, read to count users only, as events carry no profile; and, where there,
 * {@code user_history_before_*.csv} with what users watched before the log begins.
 *
 * <p>A video played for longer than 0 ms is a WATCH that ends {@code play_time_ms} after the
 * impression; the surface is {@code tab-} and the tab; a length of 0 is unknown. {@code is_forward}
 * is a SHARE, {@code is_hate} a HIDE.
 *
 * <p>The history's interactions have an order but no times: they are put a minute apart, the last
 * at {@code last_time_ms}; those that so come after the first impression of the log are left out.
 * Its watches that are not long are skips. HISTORY events all occur one millisecond before the
 * first impression.
 *
 * <p>Gao et al., "KuaiRand: An Unbiased Sequential Recommendation Dataset with Randomly Exposed
 * Videos", CIKM 2022, <a href="https://kuairand.com">kuairand.com</a>.
 */
public final class KuaiRand implements LogDataset {

  static final String LAYOUT = "KuaiRand's log_*.csv and video_features_basic*.csv";

  private static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");
  private static final long YEAR_2000 = 946_684_800_000L;
  private static final long MINUTE = 60_000;
  private static final int PIECE = 100_000;

  private final Path folder;
  private final List<CsvFile> logs;
  private final CsvFile videos;
  private final Optional<CsvFile> users;
  private final Optional<CsvFile> history;
  private @Nullable Contents contents;

  private KuaiRand(Path folder, List<Path> logs, Path videos) {
    this.folder = folder;
    this.logs =
        logs.stream()
            .map(
                log ->
                    new CsvFile(
                        log,
                        false,
                        List.of(
                            "user_id",
                            "video_id",
                            "time_ms",
                            "is_like",
                            "is_follow",
                            "is_comment",
                            "is_forward",
                            "is_hate",
                            "play_time_ms",
                            "duration_ms",
                            "tab")))
            .toList();
    this.videos =
        new CsvFile(
            videos,
            true,
            List.of(
                "video_id",
                "author_id",
                "upload_dt",
                "upload_type",
                "video_duration",
                "music_id",
                "music_type",
                "tag"));
    this.users =
        CsvFile.first(folder, "user_features*.csv")
            .map(path -> new CsvFile(path, true, List.of("user_id")));
    this.history =
        CsvFile.first(folder, "user_history_before_*.csv")
            .map(
                path ->
                    new CsvFile(
                        path,
                        false,
                        List.of("user_id", "last_time_ms", "watch_seq", "long_watch_seq")));
    TrustedRecords.trust();
  }

  static Optional<KuaiRand> find(Path folder) {
    List<Path> logs = CsvFile.matching(folder, "log_*.csv");
    Optional<Path> videos = CsvFile.first(folder, "video_features_basic*.csv");
    return logs.isEmpty()
        ? Optional.empty()
        : videos.map(features -> new KuaiRand(folder, logs, features));
  }

  @Override
  public String name() {
    return FolderName.of(folder);
  }

  @Override
  public ZoneId zone() {
    return SHANGHAI;
  }

  @Override
  public LogSummary summary() {
    return contents().summary;
  }

  @Override
  public LogIterator<Video> videos() {
    return videos.rows(KuaiRand::video, new BadRows());
  }

  @Override
  public LogIterator<FeedbackEvent> events() {
    Contents found = contents();
    List<LogIterator<LogRow>> sorted = new ArrayList<>();
    for (int i = 0; i < logs.size(); i++) {
      LogIterator<LogRow> rows = log(i, new BadRows());
      sorted.add(found.unsortedLogs.contains(i) ? RowSort.sorted(rows, PIECE) : rows);
    }
    LogIterator<FeedbackEvent> log =
        new RowEvents(
            "k",
            RowSort.merged(sorted),
            id -> {
              VideoFacts facts = found.videos.get(id);
              return facts == null ? null : facts.author;
            });
    if (history.isEmpty()) {
      return log;
    }
    long begin = found.summary.first().toEpochMilli();
    return new Concatenated<>(
        history.get().rows(row -> history(row, begin, found.videos), new BadRows()), log);
  }

  private LogIterator<LogRow> log(int file, BadRows badRows) {
    return logs.get(file).rows(row -> impression(row, file), badRows);
  }

  private Contents contents() {
    Contents known = contents;
    if (known == null) {
      known = readAll();
      contents = known;
    }
    return known;
  }

  private Contents readAll() {
    BadRows badRows = new BadRows();
    Map<String, VideoFacts> facts = new HashMap<>();
    try (LogIterator<Video> rows = videos.rows(KuaiRand::video, badRows)) {
      rows.forEachRemaining(
          v -> facts.put(v.getVideo(), new VideoFacts(v.getAuthor(), v.getLengthMillis())));
    }
    Set<String> usersSeen = new HashSet<>();
    Set<Integer> unsorted = new HashSet<>();
    long impressions = 0;
    long first = Long.MAX_VALUE;
    long last = Long.MIN_VALUE;
    for (int i = 0; i < logs.size(); i++) {
      long before = Long.MIN_VALUE;
      try (LogIterator<LogRow> rows = log(i, badRows)) {
        while (rows.hasNext()) {
          LogRow row = rows.next();
          impressions++;
          usersSeen.add(row.user());
          first = Math.min(first, row.time());
          last = Math.max(last, row.time());
          if (row.time() < before) {
            unsorted.add(i);
          }
          before = row.time();
        }
      }
    }
    if (impressions == 0) {
      throw new ModelException("no impression in " + logs.stream().map(CsvFile::path).toList());
    }
    long begin = first;
    Stream.of(
            users.map(file -> file.rows(row -> required(row, "user_id"), badRows)),
            history.map(file -> file.rows(row -> history(row, begin, facts), badRows)))
        .flatMap(Optional::stream)
        .forEach(
            rows -> {
              try (rows) {
                rows.forEachRemaining(row -> {});
              }
            });
    return new Contents(
        new LogSummary(
            facts.size(),
            usersSeen.size(),
            impressions,
            Instant.ofEpochMilli(first),
            Instant.ofEpochMilli(last),
            badRows.rows(),
            badRows.bad(),
            badRows.first()),
        facts,
        unsorted);
  }

  private static LogRow impression(CSVRecord row, int file) {
    long time = number(row, "time_ms");
    require(time >= YEAR_2000, "time_ms is before 2000: " + time);
    long watched = number(row, "play_time_ms");
    require(watched >= 0, "play_time_ms is negative: " + watched);
    long length = number(row, "duration_ms");
    require(length >= 0, "duration_ms is negative: " + length);
    int outcomes =
        flag(row, "is_like", Outcome.LIKE)
            | flag(row, "is_follow", Outcome.FOLLOW)
            | flag(row, "is_comment", Outcome.COMMENT)
            | flag(row, "is_forward", Outcome.SHARE)
            | flag(row, "is_hate", Outcome.HIDE);
    return new LogRow(
        time,
        LogRow.order(file, row.getRecordNumber()),
        required(row, "user_id"),
        required(row, "video_id"),
        watched,
        length,
        outcomes,
        "tab-" + required(row, "tab"));
  }

  private static Video video(CSVRecord row) {
    Instant uploaded =
        LocalDate.parse(required(row, "upload_dt")).atStartOfDay(SHANGHAI).toInstant();
    String tags = row.get("tag").strip();
    Video.Builder video =
        Video.newBuilder()
            .setVideo(required(row, "video_id"))
            .setAuthor(required(row, "author_id"))
            .setTags(tags.isEmpty() ? List.of() : List.of(tags.split("\\s*,\\s*")))
            .setLengthMillis(Math.max(0, Math.round(decimal(row.get("video_duration")))))
            .setUploadedAt(uploaded)
            .setUpdatedAt(uploaded);
    String music = row.get("music_id").strip();
    if (!music.isEmpty() && !music.equals("0")) {
      video.setMusic(music);
    }
    String musicType = row.get("music_type").strip();
    if (!musicType.isEmpty()) {
      video.setMusicType(musicType.replaceFirst("\\.0$", ""));
    }
    String uploadType = row.get("upload_type").strip();
    if (!uploadType.isEmpty()) {
      video.setUploadType(uploadType);
    }
    return video.build();
  }

  private static FeedbackEvent history(CSVRecord row, long begin, Map<String, VideoFacts> videos) {
    String user = required(row, "user_id");
    long last = number(row, "last_time_ms");
    List<WatchSequence.Watch> watches =
        WatchSequence.merged(ids(row.get("watch_seq")), ids(row.get("long_watch_seq")));
    List<Interaction> interactions = new ArrayList<>(watches.size());
    for (int i = 0; i < watches.size(); i++) {
      long time = last - (watches.size() - 1 - i) * MINUTE;
      if (time < begin) {
        WatchSequence.Watch watch = watches.get(i);
        VideoFacts facts = videos.get(watch.video());
        interactions.add(
            new Interaction(
                watch.video(),
                Instant.ofEpochMilli(time),
                0L,
                facts == null ? 0L : facts.lengthMillis,
                watch.isLong(),
                /* liked= */ false));
      }
    }
    return FeedbackEvent.newBuilder()
        .setEventId("k-history-" + user)
        .setUser(user)
        .setVideo("")
        .setKind(EventKind.HISTORY)
        .setOccurredAt(Instant.ofEpochMilli(begin - 1))
        .setHistory(interactions)
        .build();
  }

  private static List<String> ids(String joined) {
    String stripped = joined.strip();
    return stripped.isEmpty() ? List.of() : List.of(stripped.split("\\s+"));
  }

  private static String required(CSVRecord row, String column) {
    String value = row.get(column).strip();
    require(!value.isEmpty(), column + " is empty");
    return value;
  }

  private static long number(CSVRecord row, String column) {
    String value = row.get(column).strip();
    try {
      return Long.parseLong(value);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(column + " is not a whole number: " + value, e);
    }
  }

  private static double decimal(String value) {
    return value.isBlank() ? 0 : Double.parseDouble(value);
  }

  private static int flag(CSVRecord row, String column, Outcome outcome) {
    String value = row.get(column).strip();
    require(value.equals("0") || value.equals("1"), column + " is neither 0 nor 1: " + value);
    return value.equals("1") ? outcome.bit() : 0;
  }

  private static void require(boolean holds, String reason) {
    if (!holds) {
      throw new IllegalArgumentException(reason);
    }
  }

  private record VideoFacts(String author, long lengthMillis) {}

  /** What the first reading found. */
  private record Contents(
      LogSummary summary, Map<String, VideoFacts> videos, Set<Integer> unsortedLogs) {}
}

package dev.freshet.models.data;

import dev.freshet.models.ModelException;
import dev.freshet.models.data.csv.BadRows;
import dev.freshet.models.data.csv.Concatenated;
import dev.freshet.models.data.csv.CsvFile;
import dev.freshet.models.data.csv.LogIterator;
import dev.freshet.schemas.event.FeedbackEvent;
import dev.freshet.schemas.event.Video;
import dev.freshet.schemas.serde.TrustedRecords;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
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

  static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");
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
            .map(path -> new CsvFile(path, List.of("user_id")));
    this.history =
        CsvFile.first(folder, "user_history_before_*.csv")
            .map(
                path ->
                    new CsvFile(
                        path, List.of("user_id", "last_time_ms", "watch_seq", "long_watch_seq")));
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
  public Path folder() {
    return folder;
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
    return videos.rows(KuaiRandRows::video, new BadRows());
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
              KuaiRandRows.VideoFacts facts = found.videos.get(id);
              return facts == null ? null : facts.author();
            });
    if (history.isEmpty()) {
      return log;
    }
    long begin = found.summary.first().toEpochMilli();
    return new Concatenated<>(
        history.get().rows(row -> KuaiRandRows.history(row, begin, found.videos), new BadRows()),
        log);
  }

  private LogIterator<LogRow> log(int file, BadRows badRows) {
    return logs.get(file).rows(row -> KuaiRandRows.impression(row, file), badRows);
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
    Map<String, KuaiRandRows.VideoFacts> facts = new HashMap<>();
    try (LogIterator<Video> rows = videos.rows(KuaiRandRows::video, badRows)) {
      rows.forEachRemaining(
          v ->
              facts.put(
                  v.getVideo(), new KuaiRandRows.VideoFacts(v.getAuthor(), v.getLengthMillis())));
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
            users.map(file -> file.rows(row -> KuaiRandRows.required(row, "user_id"), badRows)),
            history.map(file -> file.rows(row -> KuaiRandRows.history(row, begin, facts), badRows)))
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

  /** What the first reading found. */
  private record Contents(
      LogSummary summary, Map<String, KuaiRandRows.VideoFacts> videos, Set<Integer> unsortedLogs) {}
}

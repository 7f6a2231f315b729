package dev.freshet.models.data;

import dev.freshet.models.data.csv.BadRows;
import dev.freshet.models.data.csv.CsvFile;
import dev.freshet.models.data.csv.LogIterator;
import dev.freshet.models.data.csv.TextFormat;
import dev.freshet.schemas.event.EventKind;
import dev.freshet.schemas.event.FeedbackEvent;
import dev.freshet.schemas.event.Video;
import dev.freshet.schemas.feature.Interaction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVRecord;

/**
 * MIND: clicks on news, in the files of its release, {@code behaviors.tsv} and {@code news.tsv},
 * without header and quotes. Clicks are not watches, so what an event needs is made up:
 *
 * <ul>
 *   <li>Every article counts as a video of 10 s, uploaded on 1 October 2019, shown on surface
 *       {@code main} at the time of the row, which is taken as UTC.
 *   <li>A click ({@code -1} behind the id) is a watch to the end; {@code -0} an impression only.
 *   <li>Articles have no author ({@code unknown}); category and subcategory are their tags.
 * </ul>
 *
 * <p>The clicks before the log, in the column of the history, have no times: they count as watches
 * to the end within the last moments before it, the oldest first, as the first row of each user has
 * them. The test part of the release does not say what was clicked and is refused.
 *
 * <p>Wu et al., "MIND: A Large-scale Dataset for News Recommendation", ACL 2020, <a
 * href="https://msnews.github.io">msnews.github.io</a>.
 */
final class Mind {

  static final String LAYOUT = "MIND's behaviors.tsv and news.tsv";

  private static final long LENGTH_MILLIS = 10_000;
  private static final Instant UPLOADED = Instant.parse("2019-10-01T00:00:00Z");
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("M/d/yyyy h:mm:ss a", Locale.US);
  private static final int MOST_SHOWN = 1_000;

  /** Clicks before the log that count, of one user: far more than a state remembers. */
  private static final int MOST_CLICKED = 1_000;

  private static final List<String> BEHAVIOR =
      List.of("impressionId", "userId", "time", "history", "impressions");
  private static final List<String> NEWS =
      List.of(
          "newsId",
          "category",
          "subcategory",
          "title",
          "abstract",
          "url",
          "titleEntities",
          "abstractEntities");

  private Mind() {}

  static Optional<LogDataset> find(Path folder) {
    TextFormat tabs = TextFormat.plain("\t", StandardCharsets.UTF_8);
    Optional<Path> news = CsvFile.first(folder, "news.tsv");
    return CsvFile.first(folder, "behaviors.tsv")
        .flatMap(
            behaviors ->
                news.map(
                    articles ->
                        new TableLog(
                            folder,
                            "n",
                            ZoneOffset.UTC,
                            List.of(
                                new TableLog.Table<>(
                                    new CsvFile(behaviors, tabs, BEHAVIOR), Mind::impressions)),
                            new TableLog.Table<>(
                                new CsvFile(articles, tabs, NEWS), row -> List.of(video(row))),
                            begin -> histories(new CsvFile(behaviors, tabs, BEHAVIOR), begin))));
  }

  private static LogIterator<FeedbackEvent> histories(CsvFile behaviors, Instant begin) {
    Set<String> users = new HashSet<>();
    return new TableLog.Table<>(behaviors, row -> history(row, begin))
        .rows(new BadRows(), history -> users.add(history.getUser()));
  }

  private static List<FeedbackEvent> history(CSVRecord row, Instant begin) {
    String clicked = row.get("history").strip();
    if (clicked.isEmpty()) {
      return List.of();
    }
    String user = TableLog.required(row, "userId");
    List<String> all = List.of(clicked.split(" +"));
    List<String> latest = all.subList(Math.max(0, all.size() - MOST_CLICKED), all.size());
    List<Interaction> past = new ArrayList<>(latest.size());
    for (String article : latest) {
      past.add(
          new Interaction(
              article,
              begin.minusMillis(latest.size() - past.size()),
              LENGTH_MILLIS,
              LENGTH_MILLIS,
              /* longView= */ true,
              /* liked= */ false,
              Instant.EPOCH));
    }
    return List.of(
        FeedbackEvent.newBuilder()
            .setEventId("n-history-" + user)
            .setUser(user)
            .setVideo("")
            .setKind(EventKind.HISTORY)
            .setOccurredAt(begin.minusMillis(1))
            .setHistory(past)
            .build());
  }

  private static List<LogRow> impressions(CSVRecord row) {
    String user = TableLog.required(row, "userId");
    long time = time(TableLog.required(row, "time"));
    List<String> shown = List.of(TableLog.required(row, "impressions").split(" +"));
    if (shown.size() > MOST_SHOWN) {
      throw new IllegalArgumentException(
          "impressions has %d entries, more than %d".formatted(shown.size(), MOST_SHOWN));
    }
    List<LogRow> rows = new ArrayList<>(shown.size());
    for (String entry : shown) {
      int dash = entry.lastIndexOf('-');
      String clicked = entry.substring(dash + 1);
      if (dash < 1 || !(clicked.equals("0") || clicked.equals("1"))) {
        throw new IllegalArgumentException(
            "impressions holds %s, which does not end in -0 or -1; the test part of MIND has no clicks"
                .formatted(entry));
      }
      rows.add(
          new LogRow(
              time,
              LogRow.order(0, row.getRecordNumber() * MOST_SHOWN + rows.size()),
              user,
              entry.substring(0, dash),
              clicked.equals("1") ? LENGTH_MILLIS : 0,
              LENGTH_MILLIS,
              0,
              "main"));
    }
    return rows;
  }

  private static long time(String text) {
    try {
      return LocalDateTime.parse(text, TIME).toInstant(ZoneOffset.UTC).toEpochMilli();
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("time is not like 11/15/2019 10:22:32 AM: " + text, e);
    }
  }

  private static Video video(CSVRecord row) {
    return Video.newBuilder()
        .setVideo(TableLog.required(row, "newsId"))
        .setTitle(row.get("title").strip())
        .setAuthor(TableLog.UNKNOWN_AUTHOR)
        .setTags(
            Stream.of(row.get("category"), row.get("subcategory"))
                .map(String::strip)
                .filter(tag -> !tag.isEmpty())
                .toList())
        .setLengthMillis(LENGTH_MILLIS)
        .setUploadedAt(UPLOADED)
        .setUpdatedAt(UPLOADED)
        .build();
  }
}

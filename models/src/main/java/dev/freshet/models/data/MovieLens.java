package dev.freshet.models.data;

import dev.freshet.models.ModelException;
import dev.freshet.models.data.csv.BadRows;
import dev.freshet.models.data.csv.CsvFile;
import dev.freshet.models.data.csv.LogIterator;
import dev.freshet.schemas.event.FeedbackEvent;
import dev.freshet.schemas.event.Video;
import dev.freshet.schemas.serde.TrustedRecords;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/**
 * MovieLens: ratings of films, in the files of its releases, {@code ratings.csv} and {@code
 * movies.csv}. Ratings are not watches, so what an event needs is made up, the same for all:
 *
 * <ul>
 *   <li>Every film counts as a video of 10 s, shown on surface {@code main} when it was rated.
 *   <li>A rating of 4 or more is a watch to the end, so a long view; one below is a watch of {@code
 *       rating / 5} of the film, so a skip. Nothing is liked, followed, shared or hidden.
 *   <li>Films have no author (an empty one); genres are their tags; they count as uploaded on 1
 *       January 1995, before the first rating.
 * </ul>
 *
 * <p>Harper and Konstan, "The MovieLens Datasets: History and Context", TiiS 2015, <a
 * href="https://grouplens.org/datasets/movielens">grouplens.org</a>.
 */
public final class MovieLens implements LogDataset {

  static final String LAYOUT = "MovieLens' ratings.csv and movies.csv";

  /** Lowest rating that counts as a positive. */
  public static final double POSITIVE_RATING = 4;

  private static final double TOP_RATING = 5;
  private static final long LENGTH_MILLIS = 10_000;
  private static final Instant UPLOADED = Instant.parse("1995-01-01T00:00:00Z");
  private static final String NO_GENRES = "(no genres listed)";
  private static final int PIECE = 100_000;

  private final Path folder;
  private final CsvFile ratings;
  private final CsvFile movies;
  private @Nullable LogSummary summary;

  private MovieLens(Path folder, Path ratings, Path movies) {
    this.folder = folder;
    this.ratings = new CsvFile(ratings, false, List.of("userId", "movieId", "rating", "timestamp"));
    this.movies = new CsvFile(movies, true, List.of("movieId", "title", "genres"));
    TrustedRecords.trust();
  }

  static Optional<MovieLens> find(Path folder) {
    Optional<Path> ratings = CsvFile.first(folder, "ratings.csv");
    Optional<Path> movies = CsvFile.first(folder, "movies.csv");
    return ratings.flatMap(r -> movies.map(m -> new MovieLens(folder, r, m)));
  }

  @Override
  public String name() {
    return FolderName.of(folder);
  }

  @Override
  public ZoneId zone() {
    return ZoneOffset.UTC;
  }

  @Override
  public LogSummary summary() {
    LogSummary known = summary;
    if (known == null) {
      known = readAll();
      summary = known;
    }
    return known;
  }

  @Override
  public LogIterator<Video> videos() {
    return movies.rows(MovieLens::video, new BadRows());
  }

  @Override
  public LogIterator<FeedbackEvent> events() {
    LogIterator<LogRow> rows = ratings.rows(MovieLens::rating, new BadRows());
    return new RowEvents("m", RowSort.sorted(rows, PIECE), movie -> null);
  }

  private LogSummary readAll() {
    BadRows badRows = new BadRows();
    long videos = 0;
    try (LogIterator<Video> rows = movies.rows(MovieLens::video, badRows)) {
      for (; rows.hasNext(); rows.next()) {
        videos++;
      }
    }
    Set<String> users = new HashSet<>();
    long impressions = 0;
    long first = Long.MAX_VALUE;
    long last = Long.MIN_VALUE;
    try (LogIterator<LogRow> rows = ratings.rows(MovieLens::rating, badRows)) {
      while (rows.hasNext()) {
        LogRow row = rows.next();
        impressions++;
        users.add(row.user());
        first = Math.min(first, row.time());
        last = Math.max(last, row.time());
      }
    }
    if (impressions == 0) {
      throw new ModelException("no rating in " + ratings.path());
    }
    return new LogSummary(
        videos,
        users.size(),
        impressions,
        Instant.ofEpochMilli(first),
        Instant.ofEpochMilli(last),
        badRows.rows(),
        badRows.bad(),
        badRows.first());
  }

  private static LogRow rating(CSVRecord row) {
    double rating = Double.parseDouble(row.get("rating"));
    if (!(rating > 0 && rating <= TOP_RATING)) {
      throw new IllegalArgumentException("rating is not in (0, 5]: " + rating);
    }
    long seconds = Long.parseLong(row.get("timestamp").strip());
    if (seconds < UPLOADED.getEpochSecond()) {
      throw new IllegalArgumentException("timestamp is before 1995: " + seconds);
    }
    double watched = rating >= POSITIVE_RATING ? 1 : rating / TOP_RATING;
    return new LogRow(
        seconds * 1_000,
        LogRow.order(0, row.getRecordNumber()),
        id(row, "userId"),
        id(row, "movieId"),
        Math.round(watched * LENGTH_MILLIS),
        LENGTH_MILLIS,
        0,
        "main");
  }

  private static Video video(CSVRecord row) {
    String genres = row.get("genres").strip();
    return Video.newBuilder()
        .setVideo(id(row, "movieId"))
        .setTitle(row.get("title").strip())
        .setAuthor("")
        .setTags(
            genres.isEmpty() || genres.equals(NO_GENRES) ? List.of() : List.of(genres.split("\\|")))
        .setLengthMillis(LENGTH_MILLIS)
        .setUploadedAt(UPLOADED)
        .setUpdatedAt(UPLOADED)
        .build();
  }

  private static String id(CSVRecord row, String column) {
    String id = row.get(column).strip();
    if (id.isEmpty()) {
      throw new IllegalArgumentException(column + " is empty");
    }
    return id;
  }
}

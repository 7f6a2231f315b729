package dev.freshet.models.data;

import dev.freshet.models.data.csv.CsvFile;
import dev.freshet.models.data.csv.TextFormat;
import dev.freshet.models.data.csv.TimeColumn;
import dev.freshet.schemas.event.Video;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVRecord;

/**
 * MovieLens: ratings of films, in the files of its releases: {@code ratings.csv} and {@code
 * movies.csv} of latest, 20M and later; {@code ratings.dat} and {@code movies.dat} of 1M and 10M,
 * separated by {@code ::}; {@code u.data}, separated by tabs, and {@code u.item}, by {@code |}, of
 * 100k. The older ones are in Latin-1. Ratings are not watches, so what an event needs is made up,
 * the same for all:
 *
 * <ul>
 *   <li>Every film counts as a video of 10 s, shown on surface {@code main} when it was rated.
 *   <li>A rating of 4 or more is a watch to the end, so a long view; one below is a watch of {@code
 *       rating / 5} of the film, so a skip. Nothing is liked, followed, shared or hidden.
 *   <li>Films have no author ({@code unknown}); genres are their tags; they count as uploaded on 1
 *       January 1995, before the first rating.
 * </ul>
 *
 * <p>Harper and Konstan, "The MovieLens Datasets: History and Context", TiiS 2015, <a
 * href="https://grouplens.org/datasets/movielens">grouplens.org</a>.
 */
public final class MovieLens {

  static final String LAYOUT =
      "MovieLens' ratings.csv and movies.csv, ratings.dat and movies.dat, u.data and u.item";

  /** Lowest rating that counts as a positive. */
  public static final double POSITIVE_RATING = 4;

  private static final double TOP_RATING = 5;
  private static final long LENGTH_MILLIS = 10_000;
  private static final Instant UPLOADED = Instant.parse("1995-01-01T00:00:00Z");
  private static final String NO_GENRES = "(no genres listed)";
  private static final TimeColumn TIME = new TimeColumn("timestamp", TimeColumn.Unit.SECONDS);
  private static final List<String> RATING = List.of("userId", "movieId", "rating", "timestamp");
  private static final List<String> MOVIE = List.of("movieId", "title", "genres");

  /** Genres of u.item in the order of its flags, as u.genre lists them. */
  private static final List<String> GENRES =
      List.of(
          "unknown",
          "Action",
          "Adventure",
          "Animation",
          "Children's",
          "Comedy",
          "Crime",
          "Documentary",
          "Drama",
          "Fantasy",
          "Film-Noir",
          "Horror",
          "Musical",
          "Mystery",
          "Romance",
          "Sci-Fi",
          "Thriller",
          "War",
          "Western");

  private static final List<String> ITEM =
      Stream.concat(
              Stream.of("movieId", "title", "releaseDate", "videoReleaseDate", "imdbUrl"),
              GENRES.stream())
          .toList();

  private MovieLens() {}

  static Optional<LogDataset> find(Path folder) {
    TextFormat colons = TextFormat.plain("::", StandardCharsets.ISO_8859_1);
    return find(folder, "ratings.csv", TextFormat.CSV, "movies.csv", TextFormat.CSV, MOVIE)
        .or(() -> find(folder, "ratings.dat", colons, "movies.dat", colons, MOVIE))
        .or(
            () ->
                find(
                    folder,
                    "u.data",
                    TextFormat.plain("\t", StandardCharsets.ISO_8859_1),
                    "u.item",
                    TextFormat.plain("|", StandardCharsets.ISO_8859_1),
                    ITEM));
  }

  private static Optional<LogDataset> find(
      Path folder,
      String ratings,
      TextFormat ratingFormat,
      String movies,
      TextFormat movieFormat,
      List<String> movieColumns) {
    return CsvFile.first(folder, ratings)
        .flatMap(
            ratingFile ->
                CsvFile.first(folder, movies)
                    .map(
                        movieFile ->
                            new TableLog(
                                folder,
                                "m",
                                ZoneOffset.UTC,
                                List.of(
                                    new TableLog.Table<>(
                                        new CsvFile(ratingFile, ratingFormat, RATING),
                                        row -> List.of(rating(row)))),
                                new TableLog.Table<>(
                                    new CsvFile(movieFile, movieFormat, movieColumns),
                                    row -> List.of(video(row))))));
  }

  private static LogRow rating(CSVRecord row) {
    double rating = Double.parseDouble(row.get("rating"));
    if (!(rating > 0 && rating <= TOP_RATING)) {
      throw new IllegalArgumentException("rating is not in (0, 5]: " + rating);
    }
    long time = TIME.millis(row.get(TIME.name()));
    if (time < UPLOADED.toEpochMilli()) {
      throw new IllegalArgumentException("timestamp is before 1995: " + row.get(TIME.name()));
    }
    double watched = rating >= POSITIVE_RATING ? 1 : rating / TOP_RATING;
    return new LogRow(
        time,
        LogRow.order(0, row.getRecordNumber()),
        TableLog.required(row, "userId"),
        TableLog.required(row, "movieId"),
        Math.round(watched * LENGTH_MILLIS),
        LENGTH_MILLIS,
        0,
        "main");
  }

  private static Video video(CSVRecord row) {
    return Video.newBuilder()
        .setVideo(TableLog.required(row, "movieId"))
        .setTitle(row.get("title").strip())
        .setAuthor(TableLog.UNKNOWN_AUTHOR)
        .setTags(row.isMapped("genres") ? joined(row.get("genres").strip()) : flagged(row))
        .setLengthMillis(LENGTH_MILLIS)
        .setUploadedAt(UPLOADED)
        .setUpdatedAt(UPLOADED)
        .build();
  }

  private static List<String> joined(String genres) {
    return genres.isEmpty() || genres.equals(NO_GENRES) ? List.of() : List.of(genres.split("\\|"));
  }

  private static List<String> flagged(CSVRecord row) {
    List<String> tags = new ArrayList<>();
    for (String genre : GENRES) {
      String flag = row.get(genre).strip();
      if (flag.equals("1")) {
        tags.add(genre);
      } else if (!flag.equals("0")) {
        throw new IllegalArgumentException(genre + " is neither 0 nor 1: " + flag);
      }
    }
    return tags;
  }
}

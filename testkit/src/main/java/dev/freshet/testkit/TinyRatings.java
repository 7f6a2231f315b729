package dev.freshet.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Small ratings in the file layout of MovieLens, with tastes planted in them: each user likes one
 * genre of {@link #GENRES} and mostly rates its films 4 or better. The same values give the same
 * bytes.
 *
 * @param users number of users, ids from 1
 * @param films number of films, ids from 1; film {@code f} has genre {@code f % GENRES}
 * @param ratingsPerUser films that each user rates, none twice, an hour apart
 * @param seed of the random generator
 */
public record TinyRatings(int users, int films, int ratingsPerUser, long seed) {

  /** Number of genres, and so of tastes; user {@code u} likes genre {@code u % GENRES}. */
  public static final int GENRES = 4;

  /** Time of the first rating. */
  public static final Instant START = Instant.parse("2001-01-01T00:00:00Z");

  private static final List<String> NAMES = List.of("Comedy", "Drama", "Horror", "Western");
  private static final double LIKED = 0.8;
  private static final double OTHERS = 0.2;
  private static final long HOUR = 3_600;

  public TinyRatings {
    if (users < 1 || films < GENRES || ratingsPerUser < 0 || ratingsPerUser > films) {
      throw new IllegalArgumentException(
          "there must be a user, a film of each genre, and a film for each rating: %d users, %d films, %d ratings each"
              .formatted(users, films, ratingsPerUser));
    }
  }

  /** Writes the ratings and the films into {@code dir}. */
  public Path write(Path dir) {
    try {
      Files.createDirectories(dir);
      Files.write(dir.resolve("ratings.csv"), ratingLines());
      Files.write(dir.resolve("movies.csv"), filmLines());
      return dir;
    } catch (IOException e) {
      throw new UncheckedIOException("writing tiny ratings into " + dir, e);
    }
  }

  private List<String> ratingLines() {
    List<String> lines = new ArrayList<>();
    lines.add("userId,movieId,rating,timestamp");
    Random random = new Random(seed);
    for (int user = 1; user <= users; user++) {
      List<Integer> unrated = new ArrayList<>();
      for (int film = 1; film <= films; film++) {
        unrated.add(film);
      }
      for (int i = 0; i < ratingsPerUser; i++) {
        int film = unrated.remove(/* index */ random.nextInt(unrated.size()));
        boolean liked = random.nextDouble() < (film % GENRES == user % GENRES ? LIKED : OTHERS);
        lines.add(
            "%d,%d,%s,%d"
                .formatted(
                    user,
                    film,
                    liked ? "4.5" : "2.0",
                    START.getEpochSecond() + (long) i * HOUR + user));
      }
    }
    return lines;
  }

  private List<String> filmLines() {
    List<String> lines = new ArrayList<>();
    lines.add("movieId,title,genres");
    for (int film = 1; film <= films; film++) {
      lines.add("%d,\"Film, The %d (1999)\",%s".formatted(film, film, NAMES.get(film % GENRES)));
    }
    return lines;
  }
}

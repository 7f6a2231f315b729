package dev.freshet.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TinyRatingsTest {

  private static final TinyRatings RATINGS = new TinyRatings(60, 40, 20, 7);

  @TempDir Path dir;

  @Test
  void writesTheSameBytesEachTime() {
    Path first = RATINGS.write(dir.resolve("first"));
    Path second = RATINGS.write(dir.resolve("second"));

    for (String file : List.of("ratings.csv", "movies.csv")) {
      assertThat(second.resolve(file)).hasSameBinaryContentAs(first.resolve(file));
    }
  }

  @Test
  void plantsTastesThatShowInTheRatings() throws IOException {
    List<String[]> rows =
        Files.readAllLines(RATINGS.write(dir).resolve("ratings.csv")).stream()
            .skip(1)
            .map(line -> line.split(",", -1))
            .toList();

    assertThat(rows).hasSize(60 * 20);
    assertThat(likedShare(rows, true)).isBetween(0.75, 0.85);
    assertThat(likedShare(rows, false)).isBetween(0.15, 0.25);
  }

  private static double likedShare(List<String[]> rows, boolean ofTheUsersGenre) {
    return rows.stream()
        .filter(
            row ->
                (Integer.parseInt(row[1]) % TinyRatings.GENRES
                        == Integer.parseInt(row[0]) % TinyRatings.GENRES)
                    == ofTheUsersGenre)
        .mapToInt(row -> Double.parseDouble(row[2]) >= 4 ? 1 : 0)
        .average()
        .orElseThrow();
  }
}

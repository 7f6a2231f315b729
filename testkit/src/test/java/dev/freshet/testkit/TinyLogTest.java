package dev.freshet.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TinyLogTest {

  private static final int USER = 0;
  private static final int VIDEO = 1;
  private static final int TIME = 4;
  private static final int LONG_VIEW = 11;
  private static final int PLAYED = 12;
  private static final int DURATION = 13;

  @TempDir Path dir;

  @Test
  void writesTheSameBytesEachTime() throws IOException {
    Path first = TinyLog.small().write(dir.resolve("first"));
    Path second = TinyLog.small().write(dir.resolve("second"));

    for (String file :
        List.of(
            "log_standard_4_25_to_4_26_tiny.csv",
            "video_features_basic_tiny.csv",
            "user_features_tiny.csv",
            "user_history_before_4_25.csv")) {
      assertThat(second.resolve(file)).hasSameBinaryContentAs(first.resolve(file));
    }
  }

  @Test
  void plantsTastesThatShowInTheLongViews() throws IOException {
    TinyLog log = TinyLog.small();

    List<String[]> rows = rows(log.write(dir));

    assertThat(rows).hasSize(log.impressions());
    assertThat(longViewRate(rows, true)).isBetween(0.75, 0.85);
    assertThat(longViewRate(rows, false)).isBetween(0.10, 0.20);
  }

  @Test
  void ordersTheRowsByTimeAndFlagsLongViewsByTheRule() throws IOException {
    List<String[]> rows = rows(TinyLog.small().write(dir));

    assertThat(rows).isSortedAccordingTo((a, b) -> Long.compare(at(a, TIME), at(b, TIME)));
    assertThat(rows)
        .allSatisfy(
            row ->
                assertThat(at(row, LONG_VIEW) == 1)
                    .isEqualTo(at(row, PLAYED) >= Math.min(at(row, DURATION), 18_000)));
  }

  private static List<String[]> rows(Path dir) throws IOException {
    return Files.readAllLines(dir.resolve("log_standard_4_25_to_4_26_tiny.csv")).stream()
        .skip(1)
        .map(line -> line.split(",", -1))
        .toList();
  }

  private static double longViewRate(List<String[]> rows, boolean liked) {
    return rows.stream()
        .filter(row -> (at(row, VIDEO) % TinyLog.TAGS == at(row, USER) % TinyLog.TAGS) == liked)
        .mapToLong(row -> at(row, LONG_VIEW))
        .average()
        .orElseThrow();
  }

  private static long at(String[] row, int column) {
    return Long.parseLong(row[column]);
  }
}

package dev.freshet.loadtests.faults.soak;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.experiments.report.PngPlot;
import dev.freshet.experiments.report.Series;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SoakResultTest {

  private static final MemorySeries FLAT =
      new MemorySeries(
          "serving", Collections.nCopies(61, 2L << 20), List.of(), List.of(), List.of(), false);

  @Test
  void passesWhereMemoryIsFlatAndPagesWereAnswered() {
    assertThat(result(new Answered(100, 3, 0, 0, 0)).passed()).isTrue();
    assertThat(result(new Answered(100, 3, 0, 1, 0)).passed()).isFalse();
    assertThat(result(new Answered(100, 3, 0, 0, 1)).passed()).isFalse();
  }

  @Test
  void drawsMebibytesOverMinutes(@TempDir Path dir) {
    SoakResult result = result(new Answered(1, 0, 0, 0, 0));
    Path file = dir.resolve("soak.png");

    PngPlot.write(result.plot(), file);

    assertThat(result.plot().series().getFirst().points().getLast())
        .isEqualTo(new Series.Point(5, 2)); // 60 times 5 s after the first look
    assertThat(file).isNotEmptyFile();
  }

  private static SoakResult result(Answered answered) {
    return new SoakResult(Duration.ofSeconds(5), List.of(FLAT), List.of(answered), 7);
  }
}

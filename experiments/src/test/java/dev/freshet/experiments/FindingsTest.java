package dev.freshet.experiments;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.experiments.report.Axis;
import dev.freshet.experiments.report.Heading;
import dev.freshet.experiments.report.LinePlot;
import dev.freshet.experiments.report.Paragraph;
import dev.freshet.experiments.report.Series;
import dev.freshet.experiments.report.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FindingsTest {

  private static final Claim HOLDS = Claim.required("two is even", "2", true);
  private static final Claim MISSED = Claim.reported("three is even", "3", false);

  @TempDir private Path folder;

  @Test
  void failsByARequiredClaimAlone() {
    assertThat(new Findings("numbers", List.of(HOLDS, MISSED), List.of()).pass()).isTrue();
    assertThat(
            new Findings("numbers", List.of(Claim.required("one is even", "1", false)), List.of())
                .pass())
        .isFalse();
  }

  @Test
  void writesAPageTablesAndAPictureOfEachPlot() throws IOException {
    var plot =
        new LinePlot(
            "squares",
            new Axis("day", List.of("Monday", "Tuesday")),
            Axis.of("square"),
            List.of(new Series("n²", List.of(new Series.Point(0, 0), new Series.Point(1, 1)))));
    var findings =
        new Findings(
            "numbers",
            List.of(HOLDS, MISSED),
            List.of(
                new Heading("Squares"),
                new Paragraph("They grow."),
                new Table(List.of("n", "n²"), List.of(List.of("a|b", "4"))),
                plot));

    List<Path> written = findings.write(folder, "numbers");

    assertThat(written)
        .extracting(file -> file.getFileName().toString())
        .containsExactly("numbers.html", "numbers.md", "numbers-1.png");
    assertThat(Files.readString(written.get(1)))
        .isEqualTo(
            """
            ## Claims

            | claim | measured | verdict |
            | --- | ---: | ---: |
            | two is even | 2 | met |
            | three is even | 3 | missed |

            ## Squares

            They grow.

            | n | n² |
            | --- | ---: |
            | a\\|b | 4 |

            *squares* (drawn in the report)
            """);
    assertThat(Files.readAllBytes(written.get(2))).startsWith(0x89, 'P', 'N', 'G');
    assertThat(Files.readString(written.getFirst())).contains("<h2>Squares</h2>", "<svg");
  }
}

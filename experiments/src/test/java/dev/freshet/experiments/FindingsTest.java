package dev.freshet.experiments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.InstanceOfAssertFactories.list;

import dev.freshet.experiments.claim.Claim;
import dev.freshet.experiments.claim.Measured;
import dev.freshet.experiments.claim.Statement;
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
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FindingsTest {

  private static final Claim HOLDS =
      new Claim.Exact(Statement.required("two", "two is even"), Measured.of(0).with("left"), 0);
  private static final Claim MISSED =
      new Claim.Exact(Statement.reported("three", "three is even"), Measured.of(1), 0);
  private static final Claim FAILED =
      new Claim.Exact(Statement.required("one", "one is even"), Measured.of(1), 0);

  @TempDir private Path folder;

  @Test
  void failsByARequiredClaimAlone() {
    assertThat(new Findings("numbers", List.of(HOLDS, MISSED), List.of()).pass()).isTrue();
    assertThat(new Findings("numbers", List.of(FAILED), List.of()).pass()).isFalse();
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
            | two is even | 0 left | met |
            | three is even | 1 | missed |

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

  @Test
  void namesTablesByTheHeadingAboveThem() {
    Table table = new Table(List.of("n"), List.of(List.of("1")));
    var findings =
        new Findings("numbers", List.of(), List.of(new Heading("Squares"), table, table));

    assertThat(findings.tables()).containsOnlyKeys("claims", "Squares", "Squares 2");
  }

  @Test
  void writesClaimsWithoutAnIntervalAsNullInJson() {
    var findings = new Findings("numbers", List.of(MISSED), List.of());

    var json = findings.json(new RunFacts("numbers", "abc", List.of(), List.of(1L), 2));

    assertThat(json)
        .containsKeys("name", "commit", "data", "seeds", "seconds", "claims", "tables")
        .extractingByKey("claims")
        .asInstanceOf(list(Map.class))
        .singleElement()
        .satisfies(
            claim ->
                assertThat(claim.toString())
                    .isEqualTo(
                        "{id=three, statement=three is even, required=false, measured=1.0,"
                            + " low=null, high=null, bound=0.0, met=false}"));
  }

  @Test
  void refusesTwoClaimsOfOneName() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Findings("numbers", List.of(HOLDS, HOLDS), List.of()))
        .withMessage("two claims are named two");
  }
}

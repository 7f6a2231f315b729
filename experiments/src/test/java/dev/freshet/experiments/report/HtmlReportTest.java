package dev.freshet.experiments.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HtmlReportTest {

  private static final LinePlot PLOT =
      new LinePlot(
          "AUC per day",
          new Axis("day", List.of("24 Apr", "25 Apr", "26 Apr")),
          Axis.of("AUC"),
          List.of(
              new Series(
                  "sasrec",
                  List.of(
                      new Series.Point(0, 0.6),
                      new Series.Point(1, Double.NaN),
                      new Series.Point(2, 0.7))),
              new Series("ftrl <1>", List.of(new Series.Point(0, 0.65)))));

  @Test
  void drawsALineBetweenGapsAndMarksEachPoint() {
    String svg = PLOT.html();

    assertThat(count(svg, "<polyline")).isEqualTo(3);
    assertThat(count(svg, "<circle")).isEqualTo(3);
    assertThat(svg).contains("25 Apr").contains("sasrec, 26 Apr: 0.7").doesNotContain("NaN");
  }

  @Test
  void placesValuesLinearly() {
    var plot =
        new LinePlot(
            "t",
            Axis.of("x"),
            Axis.of("y"),
            List.of(new Series("s", List.of(new Series.Point(0, 0), new Series.Point(100, 1)))));

    // the drawing area is 62..746 wide and 12..256 high
    assertThat(plot.html()).contains("points=\"62.0,256.0 746.0,12.0 \"");
  }

  @Test
  void loadsNothingAndEscapesText() {
    String html = new HtmlReport("a & b", List.of(PLOT, new Paragraph("<script>"))).html();

    assertThat(html).contains("<title>a &amp; b</title>").contains("&lt;script&gt;");
    assertThat(html).contains("ftrl &lt;1&gt;").contains("prefers-color-scheme: dark");
    assertThat(html).doesNotContainPattern("https?://").doesNotContain("<script");
  }

  @Test
  void saysSoWhereThereIsNothingToDraw() {
    var empty = new LinePlot("t", Axis.of("x"), Axis.of("y"), List.of(new Series("s", List.of())));

    assertThat(empty.html()).contains("Nothing to draw").doesNotContain("<svg");
  }

  @Test
  void refusesMoreLinesThanItHasColours() {
    var line = new Series("s", List.of());

    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new LinePlot("t", Axis.of("x"), Axis.of("y"), Collections.nCopies(7, line)));
  }

  @Test
  void writesIntoANewFolder(@TempDir Path dir) {
    Path file = dir.resolve("new/report.html");

    new HtmlReport("title", List.of()).write(file);

    assertThat(file).content().startsWith("<!doctype html>");
  }

  private static long count(String text, String part) {
    return Pattern.compile(Pattern.quote(part)).matcher(text).results().count();
  }
}

package dev.freshet.experiments;

import dev.freshet.experiments.report.Figure;
import dev.freshet.experiments.report.Heading;
import dev.freshet.experiments.report.HtmlReport;
import dev.freshet.experiments.report.LinePlot;
import dev.freshet.experiments.report.OutputFile;
import dev.freshet.experiments.report.PngPlot;
import dev.freshet.experiments.report.Table;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What an experiment found.
 *
 * @param title heading of the report
 * @param claims in the order of the protocol
 * @param figures headings, tables, plots and what is to be said about them, in reading order
 */
public record Findings(String title, List<Claim> claims, List<Figure> figures) {

  public Findings {
    claims = List.copyOf(claims);
    figures = List.copyOf(figures);
  }

  /** Each claim with what was measured. */
  public Table claimTable() {
    return new Table(
        List.of("claim", "measured", "verdict"),
        claims.stream()
            .map(claim -> List.of(claim.statement(), claim.measured(), claim.verdict()))
            .toList());
  }

  /** Whether everything that must hold did. */
  public boolean pass() {
    return claims.stream().noneMatch(Claim::fails);
  }

  /**
   * Writes {@code NAME.html}, {@code NAME.md} with the tables and {@code NAME-1.png}, {@code
   * NAME-2.png}, ... with the plots.
   *
   * @return the files written
   */
  List<Path> write(Path folder, String name) {
    List<Figure> all = new ArrayList<>();
    all.add(new Heading("Claims"));
    all.add(claimTable());
    all.addAll(figures);
    List<Path> written = new ArrayList<>();
    Path page = folder.resolve(name + ".html");
    new HtmlReport(title, all).write(page);
    written.add(page);
    Path tables = folder.resolve(name + ".md");
    OutputFile.write(tables, all.stream().map(Figure::markdown).collect(Collectors.joining("\n")));
    written.add(tables);
    for (Figure figure : all) {
      if (figure instanceof LinePlot plot && !plot.isEmpty()) {
        Path picture = folder.resolve("%s-%d.png".formatted(name, written.size() - 1));
        PngPlot.write(plot, picture);
        written.add(picture);
      }
    }
    return written;
  }
}

package dev.freshet.experiments;

import dev.freshet.experiments.claim.Claim;
import dev.freshet.experiments.report.Figure;
import dev.freshet.experiments.report.Heading;
import dev.freshet.experiments.report.HtmlReport;
import dev.freshet.experiments.report.LinePlot;
import dev.freshet.experiments.report.OutputFile;
import dev.freshet.experiments.report.PngPlot;
import dev.freshet.experiments.report.Table;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

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
    Set<String> ids = new HashSet<>();
    for (Claim claim : claims) {
      if (!ids.add(claim.statement().id())) {
        throw new IllegalArgumentException("two claims are named " + claim.statement().id());
      }
    }
  }

  /** Each claim with what was measured. */
  public Table claimTable() {
    return new Table(
        List.of("claim", "measured", "verdict"),
        claims.stream()
            .map(claim -> List.of(claim.statement().text(), claim.text(), claim.verdict()))
            .toList());
  }

  /** Whether everything that must hold did. */
  public boolean pass() {
    return claims.stream().noneMatch(Claim::fails);
  }

  /**
   * The tables by name: {@code claims}, and each other one by the heading above it; the second and
   * later ones under a heading have their number behind it.
   */
  public Map<String, Table> tables() {
    Map<String, Table> tables = new LinkedHashMap<>();
    tables.put("claims", claimTable());
    String heading = title;
    int number = 0;
    for (Figure figure : figures) {
      if (figure instanceof Heading above) {
        heading = above.text();
        number = 0;
      } else if (figure instanceof Table table) {
        number++;
        tables.put(number == 1 ? heading : heading + " " + number, table);
      }
    }
    return tables;
  }

  /** All of it as JSON. */
  Map<String, Object> json(RunFacts run) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", run.name());
    json.put("commit", run.commit());
    json.put("data", run.data());
    json.put("seeds", run.seeds());
    json.put("seconds", run.seconds());
    json.put("claims", claims.stream().map(Findings::json).toList());
    List<Map<String, Object>> all = new ArrayList<>();
    tables()
        .forEach(
            (name, table) ->
                all.add(Map.of("name", name, "header", table.header(), "rows", table.rows())));
    json.put("tables", all);
    return json;
  }

  private static Map<String, Object> json(Claim claim) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("id", claim.statement().id());
    json.put("statement", claim.statement().text());
    json.put("required", claim.statement().required());
    json.put("measured", finite(claim.measured().value()));
    json.put("low", finite(claim.measured().low()));
    json.put("high", finite(claim.measured().high()));
    json.put("bound", finite(claim.bound()));
    json.put("met", claim.met());
    return json;
  }

  /** JSON knows no other numbers. */
  private static @Nullable Double finite(double value) {
    return Double.isFinite(value) ? value : null;
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

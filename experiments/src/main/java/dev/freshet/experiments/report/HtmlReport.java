package dev.freshet.experiments.report;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A page with everything in it: style and drawings are inline and nothing is loaded, so it opens
 * anywhere.
 *
 * @param figures in reading order
 */
public record HtmlReport(String title, List<Figure> figures) {

  private static final String STYLE =
      """
      :root { color-scheme: light dark; --ink: #1d2329; --dim: #5b6570; --grid: #dde2e7;
        --page: #ffffff; --c0: #0b6bcb; --c1: #c2410c; --c2: #15803d; --c3: #7e22ce;
        --c4: #b45309; --c5: #be185d; }
      @media (prefers-color-scheme: dark) { :root { --ink: #e6e9ec; --dim: #9aa5b1;
        --grid: #333b44; --page: #14181c; --c0: #63b3ff; --c1: #ff9966; --c2: #5fd38d;
        --c3: #cf9bff; --c4: #f0c060; --c5: #ff8fc0; } }
      body { font: 15px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--page);
        max-width: 800px; margin: 2rem auto; padding: 0 1rem; }
      h1 { font-size: 1.4rem; } figure { margin: 2rem 0; } figcaption { font-weight: 600; }
      svg { width: 100%; height: auto; } .axis { font-size: 11px; fill: var(--dim); }
      .grid { stroke: var(--grid); } polyline { fill: none; stroke-width: 2; }
      .legend span { margin-right: 1rem; } .legend span::before { content: ''; width: 14px;
        height: 3px; display: inline-block; margin-right: 6px; vertical-align: middle;
        background: currentColor; }
      .empty { color: var(--dim); }
      table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
      th, td { padding: .25rem .75rem; text-align: right; border-bottom: 1px solid var(--grid); }
      th:first-child, td:first-child { text-align: left; }
      polyline.c0 { stroke: var(--c0); } circle.c0 { fill: var(--c0); } span.c0 { color: var(--c0); }
      polyline.c1 { stroke: var(--c1); } circle.c1 { fill: var(--c1); } span.c1 { color: var(--c1); }
      polyline.c2 { stroke: var(--c2); } circle.c2 { fill: var(--c2); } span.c2 { color: var(--c2); }
      polyline.c3 { stroke: var(--c3); } circle.c3 { fill: var(--c3); } span.c3 { color: var(--c3); }
      polyline.c4 { stroke: var(--c4); } circle.c4 { fill: var(--c4); } span.c4 { color: var(--c4); }
      polyline.c5 { stroke: var(--c5); } circle.c5 { fill: var(--c5); } span.c5 { color: var(--c5); }
      """;

  public HtmlReport {
    figures = List.copyOf(figures);
  }

  /** The page. */
  public String html() {
    return """
    <!doctype html>
    <html lang="en"><head><meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>%s</title><style>
    %s</style></head><body>
    <h1>%s</h1>
    %s</body></html>
    """
        .formatted(
            Html.escaped(title),
            STYLE,
            Html.escaped(title),
            figures.stream().map(Figure::html).collect(Collectors.joining()));
  }

  /** Writes the page to {@code file}, whose folder is created when it is missing. */
  public void write(Path file) {
    OutputFile.write(file, html());
  }
}

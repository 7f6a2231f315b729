package dev.freshet.experiments.report;

import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;

/**
 * Lines over a common axis, as inline SVG. Colours come from the page's style, so that a plot is
 * readable on a light and on a dark page.
 *
 * @param series at most six
 */
public record LinePlot(String title, Axis x, Axis y, List<Series> series) implements Figure {

  private static final int WIDTH = 760;
  private static final int HEIGHT = 300;
  private static final int LEFT = 62;
  private static final int RIGHT = 14;
  private static final int TOP = 12;
  private static final int BOTTOM = 44;
  private static final int COLOURS = 6;
  private static final int MARKED_POINTS = 40;

  public LinePlot {
    series = List.copyOf(series);
    if (series.size() > COLOURS) {
      throw new IllegalArgumentException(
          "a plot has %d colours, not %d".formatted(COLOURS, series.size()));
    }
  }

  @Override
  public String html() {
    var out = new StringBuilder();
    out.append("<figure><figcaption>").append(Html.escaped(title)).append("</figcaption>");
    if (isEmpty()) {
      return out.append("<p class=\"empty\">Nothing to draw.</p></figure>").toString();
    }
    if (series.size() > 1) {
      legend(out);
    }
    svg(out);
    return out.append("</figure>\n").toString();
  }

  @Override
  public String markdown() {
    return "*" + title + "* (drawn in the report)\n";
  }

  /** Whether there is a point to draw. */
  public boolean isEmpty() {
    return finite().findAny().isEmpty();
  }

  private void legend(StringBuilder out) {
    out.append("<p class=\"legend\">");
    for (int i = 0; i < series.size(); i++) {
      out.append("<span class=\"c%d\">".formatted(i))
          .append(Html.escaped(series.get(i).name()))
          .append("</span> ");
    }
    out.append("</p>");
  }

  private void svg(StringBuilder out) {
    List<Double> rows = yTicks();
    List<Double> columns = xTicks();
    var scale = new Scale(columns.getFirst(), columns.getLast(), rows.getFirst(), rows.getLast());
    out.append(
        "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">"
            .formatted(WIDTH, HEIGHT, Html.escaped(title)));
    for (double tick : rows) {
      grid(out, LEFT, scale.row(tick), WIDTH - RIGHT, scale.row(tick));
      text(out, "end", LEFT - 6, scale.row(tick) + 4, y.text(tick));
    }
    for (double tick : columns) {
      grid(out, scale.column(tick), TOP, scale.column(tick), HEIGHT - BOTTOM);
      text(out, "middle", scale.column(tick), HEIGHT - BOTTOM + 16, x.text(tick));
    }
    text(out, "middle", (LEFT + WIDTH - RIGHT) / 2.0, HEIGHT - 6, x.label());
    out.append(
        "<text class=\"axis\" text-anchor=\"middle\" transform=\"translate(14 %d) rotate(-90)\">%s</text>"
            .formatted((TOP + HEIGHT - BOTTOM) / 2, Html.escaped(y.label())));
    for (int i = 0; i < series.size(); i++) {
      line(out, i, scale);
    }
    out.append("</svg>");
  }

  private void line(StringBuilder out, int index, Scale scale) {
    Series line = series.get(index);
    for (List<Series.Point> stroke : line.strokes()) {
      out.append("<polyline class=\"c%d\" points=\"".formatted(index));
      for (Series.Point point : stroke) {
        out.append(
            String.format(
                Locale.ROOT, "%.1f,%.1f ", scale.column(point.x()), scale.row(point.y())));
      }
      out.append("\"/>");
    }
    if (line.points().size() > MARKED_POINTS) {
      return;
    }
    for (Series.Point point : line.points()) {
      if (point.finite()) {
        out.append(
            String.format(
                Locale.ROOT,
                "<circle class=\"c%d\" cx=\"%.1f\" cy=\"%.1f\" r=\"3\"><title>%s, %s: %s</title></circle>",
                index,
                scale.column(point.x()),
                scale.row(point.y()),
                Html.escaped(line.name()),
                Html.escaped(x.text(point.x())),
                y.text(point.y())));
      }
    }
  }

  private List<Double> yTicks() {
    return Ticks.covering(
        finite().mapToDouble(Series.Point::y).min().orElse(0),
        finite().mapToDouble(Series.Point::y).max().orElse(1),
        5);
  }

  private List<Double> xTicks() {
    if (x.categories().isEmpty()) {
      return Ticks.covering(
          finite().mapToDouble(Series.Point::x).min().orElse(0),
          finite().mapToDouble(Series.Point::x).max().orElse(1),
          8);
    }
    return DoubleStream.iterate(0, tick -> tick + 1)
        .limit(Math.max(2, x.categories().size()))
        .boxed()
        .toList();
  }

  private java.util.stream.Stream<Series.Point> finite() {
    return series.stream().flatMap(line -> line.points().stream()).filter(Series.Point::finite);
  }

  private static void grid(StringBuilder out, double x1, double y1, double x2, double y2) {
    out.append(
        String.format(
            Locale.ROOT,
            "<line class=\"grid\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>",
            x1,
            y1,
            x2,
            y2));
  }

  private static void text(StringBuilder out, String anchor, double x, double y, String text) {
    out.append(
        String.format(
            Locale.ROOT,
            "<text class=\"axis\" text-anchor=\"%s\" x=\"%.1f\" y=\"%.1f\">%s</text>",
            anchor,
            x,
            y,
            Html.escaped(text)));
  }

  /** Where values lie in the drawing. */
  private record Scale(double xLow, double xHigh, double yLow, double yHigh) {

    double column(double x) {
      return LEFT + (x - xLow) / (xHigh - xLow) * (WIDTH - RIGHT - LEFT);
    }

    double row(double y) {
      return HEIGHT - BOTTOM - (y - yLow) / (yHigh - yLow) * (HEIGHT - BOTTOM - TOP);
    }
  }
}

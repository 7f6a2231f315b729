package dev.freshet.experiments.report;

import java.util.ArrayList;
import java.util.List;

/**
 * One line of a plot.
 *
 * @param points in the order of {@code x}; those that are not finite are gaps
 */
public record Series(String name, List<Point> points) {

  public Series {
    points = List.copyOf(points);
  }

  /** One place of the line. */
  public record Point(double x, double y) {

    boolean finite() {
      return Double.isFinite(x) && Double.isFinite(y);
    }
  }

  /** The parts of the line between its gaps. */
  List<List<Point>> strokes() {
    List<List<Point>> strokes = new ArrayList<>();
    List<Point> stroke = new ArrayList<>();
    for (Point point : points) {
      if (point.finite()) {
        stroke.add(point);
      } else if (!stroke.isEmpty()) {
        strokes.add(stroke);
        stroke = new ArrayList<>();
      }
    }
    if (!stroke.isEmpty()) {
      strokes.add(stroke);
    }
    return strokes;
  }
}

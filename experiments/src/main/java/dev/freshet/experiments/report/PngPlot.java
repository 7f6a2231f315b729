package dev.freshet.experiments.report;

import java.awt.Color;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.DoubleSummaryStatistics;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.BitmapEncoder.BitmapFormat;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Draws a {@link LinePlot} as a picture, for pages that cannot hold a drawing. */
public final class PngPlot {

  private static final int WIDTH = 800;
  private static final int HEIGHT = 400;
  private static final int MARKED_POINTS = 40;
  private static final int ABOUT_TICKS = 6;

  private PngPlot() {}

  /**
   * Writes the plot to {@code file}, whose folder is created when it is missing.
   *
   * @param plot with at least one point
   */
  public static void write(LinePlot plot, Path file) {
    XYChart chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(plot.title())
            .xAxisTitle(plot.x().label())
            .yAxisTitle(plot.y().label())
            .build();
    chart.getStyler().setChartBackgroundColor(Color.WHITE);
    chart.getStyler().setLegendPosition(LegendPosition.OutsideE);
    for (Series series : plot.series()) {
      double[] x = series.points().stream().mapToDouble(Series.Point::x).toArray();
      double[] y = series.points().stream().mapToDouble(Series.Point::y).toArray();
      if (x.length > 0) {
        chart
            .addSeries(series.name(), x, y)
            .setMarker(x.length > MARKED_POINTS ? SeriesMarkers.NONE : SeriesMarkers.CIRCLE);
      }
    }
    if (plot.x().categories().isEmpty()) {
      chart.getStyler().setXAxisMin(first(plot)).setXAxisDecimalPattern("#,##0.###");
    } else {
      chart.getStyler().setxAxisTickLabelsFormattingFunction(plot.x()::text);
    }
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.write(file, BitmapEncoder.getBitmapBytes(chart, BitmapFormat.PNG));
    } catch (IOException e) {
      throw new UncheckedIOException("writing " + file, e);
    }
  }

  /** A round value at or below every point, at which the axis begins. */
  private static double first(LinePlot plot) {
    DoubleSummaryStatistics x =
        plot.series().stream()
            .flatMap(series -> series.points().stream())
            .mapToDouble(Series.Point::x)
            .summaryStatistics();
    return Ticks.covering(x.getMin(), x.getMax(), ABOUT_TICKS).getFirst();
  }
}

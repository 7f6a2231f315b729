package dev.freshet.experiments.report;

import java.util.ArrayList;
import java.util.List;

/** Round values that divide an axis. */
final class Ticks {

  private Ticks() {}

  /**
   * Multiples of 1, 2 or 5 times a power of ten that cover [{@code low}, {@code high}], about
   * {@code wanted} of them.
   */
  static List<Double> covering(double low, double high, int wanted) {
    double span = high > low ? high - low : Math.max(Math.abs(low), 1);
    double raw = span / wanted;
    double power = Math.pow(10, Math.floor(Math.log10(raw)));
    double step = power * roundUp(raw / power);
    long first = (long) Math.floor(low / step + 1e-9);
    long last = Math.max(first + 1, (long) Math.ceil(high / step - 1e-9));
    List<Double> ticks = new ArrayList<>();
    for (long tick = first; tick <= last; tick++) {
      ticks.add(tick * step);
    }
    return ticks;
  }

  private static double roundUp(double fraction) {
    if (fraction <= 1) {
      return 1;
    }
    if (fraction <= 2) {
      return 2;
    }
    return fraction <= 5 ? 5 : 10;
  }
}

package dev.freshet.experiments.report;

import java.util.Locale;

/** Figures as every table and claim writes them. */
public final class Numbers {

  private Numbers() {}

  /** A number with so many decimals and separated thousands; a dash for none. */
  public static String number(double value, int decimals) {
    return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%,." + decimals + "f", value);
  }

  /** A metric, four decimals; a dash for none. */
  public static String metric(double value) {
    return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%.4f", value);
  }

  /** A difference and the ends of its interval, all with their signs; a dash for none. */
  public static String signed(double value, double low, double high) {
    if (Double.isNaN(value)) {
      return "-";
    }
    return Double.isNaN(low) || Double.isNaN(high)
        ? String.format(Locale.ROOT, "%+.4f", value)
        : String.format(Locale.ROOT, "%+.4f [%+.4f, %+.4f]", value, low, high);
  }
}

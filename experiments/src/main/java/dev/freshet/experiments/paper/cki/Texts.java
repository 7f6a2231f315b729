package dev.freshet.experiments.paper.cki;

import dev.freshet.models.eval.Difference;
import java.util.Locale;

/** Figures as the tables write them. */
final class Texts {

  private Texts() {}

  /** A metric, four digits. */
  static String metric(double value) {
    return String.format(Locale.ROOT, "%.4f", value);
  }

  /** A difference with its 95 % interval. */
  static String signed(Difference difference) {
    return String.format(
        Locale.ROOT,
        "%+.4f [%+.4f, %+.4f]",
        difference.value(),
        difference.low(),
        difference.high());
  }

  /** A share or weight, two digits. */
  static String share(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }

  /** Milliseconds. */
  static String millis(double value) {
    return String.format(Locale.ROOT, "%.2f ms", value);
  }
}

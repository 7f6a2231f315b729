package dev.freshet.experiments.report;

import java.util.List;
import java.util.Locale;

/**
 * An axis of a plot.
 *
 * @param categories names of the places 0, 1, ...; empty for an axis of numbers
 */
public record Axis(String label, List<String> categories) {

  public Axis {
    categories = List.copyOf(categories);
  }

  /** An axis of numbers. */
  public static Axis of(String label) {
    return new Axis(label, List.of());
  }

  /** The text of a tick. */
  String text(double value) {
    if (!categories.isEmpty()) {
      int index = (int) Math.round(value);
      return index >= 0 && index < categories.size() ? categories.get(index) : "";
    }
    if (value == Math.rint(value)) {
      return String.format(Locale.ROOT, "%,.0f", value);
    }
    return trimmed(String.format(Locale.ROOT, "%.4f", value));
  }

  private static String trimmed(String number) {
    int end = number.length();
    while (number.charAt(end - 1) == '0') {
      end--;
    }
    return number.substring(0, end);
  }
}
